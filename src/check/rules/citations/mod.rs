//! Rules of this band.

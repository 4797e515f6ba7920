//! Exact amounts: whole numbers, decimals and fractions.

/// A fraction in its lowest terms, so that equal amounts are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    numerator: u128,
    denominator: u128,
}

impl Amount {
    pub const ONE: Self = Self::whole(1);

    pub const fn whole(value: u64) -> Self {
        Self {
            numerator: value as u128,
            denominator: 1,
        }
    }

    /// `numerator` parts out of `denominator`; nothing where that is none.
    pub fn fraction(numerator: Self, denominator: Self) -> Option<Self> {
        let above = numerator.numerator.checked_mul(denominator.denominator)?;
        let below = numerator.denominator.checked_mul(denominator.numerator)?;
        Self::reduced(above, below)
    }

    fn reduced(numerator: u128, denominator: u128) -> Option<Self> {
        let (mut one, mut other) = (numerator, denominator);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        (denominator > 0).then(|| Self {
            numerator: numerator / one,
            denominator: denominator / one,
        })
    }

    /// Nothing where the result is too large to be meant.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        let denominator = self.denominator.checked_mul(other.denominator)?;
        Self::reduced(left.checked_add(right)?, denominator)
    }

    /// Nothing where the other is more.
    pub fn minus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::reduced(
            left.checked_sub(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    /// Nothing where the result is too large to be meant.
    pub fn times(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.numerator)?;
        Self::reduced(numerator, self.denominator.checked_mul(other.denominator)?)
    }

    pub fn is_less(self, other: Self) -> bool {
        match (
            self.numerator.checked_mul(other.denominator),
            other.numerator.checked_mul(self.denominator),
        ) {
            (Some(own), Some(theirs)) => own < theirs,
            _ => false,
        }
    }

    /// The value of a whole number that fits.
    pub fn to_whole(self) -> Option<u64> {
        (self.denominator == 1)
            .then(|| u64::try_from(self.numerator).ok())
            .flatten()
    }

    /// Reads digits, with separators between thousands and a decimal point; full-width digits are digits.
    pub fn parse(digits: &str) -> Option<Self> {
        let (mut numerator, mut denominator) = (0u128, 1u128);
        let mut decimals = false;
        for character in digits.chars() {
            match super::super::pattern::fold(character) {
                '.' => decimals = true,
                ',' | ' ' | '\u{a0}' | '\u{202f}' => {}
                digit => {
                    let digit = u128::from(digit.to_digit(10)?);
                    numerator = numerator.checked_mul(10)?.checked_add(digit)?;
                    if decimals {
                        denominator = denominator.checked_mul(10)?;
                    }
                }
            }
        }
        Self::reduced(numerator, denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_exactly() {
        let read = |text: &str| Amount::parse(text);
        assert_eq!(read("1,000"), Some(Amount::whole(1000)));
        assert_eq!(read("１．５"), read("1.50"));
        assert_eq!(read("0.5"), Amount::fraction(Amount::ONE, Amount::whole(2)));
        assert_eq!(read(&"9".repeat(60)), None);
        assert_eq!(Amount::fraction(Amount::ONE, Amount::whole(0)), None);
    }
}

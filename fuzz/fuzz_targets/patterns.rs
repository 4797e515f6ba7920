#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| rolebook_fuzz::patterns::hold(input));

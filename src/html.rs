//! Writing HTML: escaping, relative links, percent-encoding.

/// Appends `text` as the content of an element or of a quoted attribute. Control characters, which neither HTML nor XML may
/// hold, become U+FFFD.
pub fn escape(out: &mut String, text: &str) {
    /// What is written for each byte; nothing where it is the byte itself.
    static ENTITIES: [&str; 256] = {
        let mut entities = [""; 256];
        let mut control = 0;
        while control < 0x20 {
            entities[control] = "\u{FFFD}";
            control += 1;
        }
        entities[b'\t' as usize] = "";
        entities[b'\n' as usize] = "";
        entities[b'\r' as usize] = "";
        entities[0x7F] = "\u{FFFD}";
        entities[b'&' as usize] = "&amp;";
        entities[b'<' as usize] = "&lt;";
        entities[b'>' as usize] = "&gt;";
        entities[b'"' as usize] = "&quot;";
        entities[b'\'' as usize] = "&#39;";
        entities
    };
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = ENTITIES[usize::from(byte)];
        if entity.is_empty() {
            continue;
        }
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// `text`, escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Appends `text` as part of an address: all bytes but those that every address may hold become `%` and two digits.
pub fn encode(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    let mut rest = text;
    loop {
        let plain = rest.bytes().take_while(is_plain).count();
        let (before, after) = rest.split_at(plain);
        out.push_str(before);
        let Some(next) = after.chars().next() else {
            return;
        };
        let (character, after) = after.split_at(next.len_utf8());
        for byte in character.bytes() {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        rest = after;
    }
}

/// The address of `to` as seen from the page `from`; both are paths in the site.
pub fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |end| &from[..=end]);
    let shared = folder
        .bytes()
        .zip(to.bytes())
        .take_while(|(left, right)| left == right)
        .enumerate()
        .filter(|(_, (byte, _))| *byte == b'/')
        .last()
        .map_or(0, |(at, _)| at + 1);
    let mut out = String::with_capacity(to.len() + 8);
    for _ in folder[shared..].bytes().filter(|&byte| byte == b'/') {
        out.push_str("../");
    }
    encode(&mut out, &to[shared..]);
    out
}

/// The path of what `link` names as seen from the file or page `from`; nothing if it leads out of the site.
pub fn join(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `text` with its `%41` undone, where that gives text.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
            .flatten();
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_encoded() {
        assert_eq!(relative("zh/a/b.html", "zh/a/c.html"), "c.html");
        assert_eq!(relative("zh/a/b.html", "zh/ab/c.html"), "../ab/c.html");
        assert_eq!(relative("zh/a/b.html", "en/a/b.html"), "../../en/a/b.html");
        assert_eq!(
            relative("index.html", "zh/制度 一/#.html"),
            "zh/%E5%88%B6%E5%BA%A6%20%E4%B8%80/%23.html"
        );
    }

    #[test]
    fn joined_paths_stay_in_the_site() {
        assert_eq!(join("zh/a/b.md", "../c.md").as_deref(), Some("zh/c.md"));
        assert_eq!(join("zh/b.md", "./x/./y.png").as_deref(), Some("zh/x/y.png"));
        assert_eq!(join("b.md", "../../c.md"), None);
    }

    #[test]
    fn all_marks_of_html_are_escaped() {
        assert_eq!(escaped("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
        assert_eq!(escaped("a\u{1b}[31m\t\n"), "a\u{FFFD}[31m\t\n");
        assert_eq!(decode("%E5%88%B6a%zz%"), "制a%zz%");
    }
}

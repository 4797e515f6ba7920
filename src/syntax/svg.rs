//! Pictures in SVG: which of them only show something. A page shows any of them as an image, in which nothing runs; but a
//! reader who opens the file itself opens a document with whatever its author put into it.

use roxmltree::{Document, Node, ParsingOptions};

/// Elements that run, load or send something, or hold what is no picture.
const LIVELY: [&str; 12] = [
    "script",
    "handler",
    "listener",
    "foreignobject",
    "iframe",
    "frame",
    "object",
    "embed",
    "form",
    "meta",
    "base",
    "link",
];
const MOST_NODES: u32 = 4_000_000;

/// Whether `bytes` are an SVG picture in which nothing runs. What cannot be read is none.
pub fn is_still(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let options = ParsingOptions {
        // Programs for drawing write one. Entities are filled in before anything is looked at, and none is loaded.
        allow_dtd: true,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let text = text.trim_start_matches('\u{feff}');
    Document::parse_with_options(text, options).is_ok_and(|tree| tree.descendants().all(is_still_node))
}

fn is_still_node(node: Node<'_, '_>) -> bool {
    // A stylesheet may be one that makes another document of it.
    let is_sheet = node.pi().is_some_and(|pi| pi.target.starts_with("xml-"));
    let name = node.tag_name().name().to_ascii_lowercase();
    let is_lively = node.is_element() && LIVELY.contains(&name.as_str());
    // In any attribute: an animation can put its value into another one.
    let mut attributes = node.attributes();
    !is_sheet
        && !is_lively
        && attributes.all(|attribute| {
            let handles = attribute.name().to_ascii_lowercase().starts_with("on");
            !handles && attribute.value().split(';').all(super::html::runs_nothing)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>")
    }

    #[test]
    fn a_drawing_is_still() {
        let drawing = svg("<style>a{}</style><g id='g'><path d='M0 0' style='fill:red'/></g>\
            <use xlink:href='#g'/><image href='data:image/png;base64,aaaa'/><text>on</text>");
        assert!(is_still(drawing.as_bytes()));
        let named =
            format!("\u{feff}<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'http://www.w3.org/b.dtd'>{drawing}");
        assert!(is_still(named.as_bytes()));
    }

    #[test]
    fn what_runs_is_found_in_any_dress() {
        for inside in [
            "<script>x</script>",
            "<s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script>",
            "<h:script xmlns:h='http://www.w3.org/1999/xhtml' src='x'/>",
            "<foreignObject/>",
            "<g onload='x'/>",
            "<a xlink:href='java&#10;script:x'/>",
            "<a href=' JavaScript:x'/>",
            "<a href='data:text/html,x'/>",
            "<animate attributeName='href' values='#a;javascript:x'/>",
            "<set attributeName='href' to='vbscript:x'/>",
        ] {
            assert!(!is_still(svg(inside).as_bytes()), "{inside}");
        }
        let sheet = format!("<?xml-stylesheet href='x.xsl' type='text/xsl'?>{}", svg(""));
        assert!(!is_still(sheet.as_bytes()));
        let entity = format!("<!DOCTYPE svg [<!ENTITY x '<script>x</script>'>]>{}", svg("&x;"));
        assert!(!is_still(entity.as_bytes()));
        assert!(!is_still(b"\xFF\xFE<\0s\0v\0g\0") && !is_still(b"<svg"));
    }
}

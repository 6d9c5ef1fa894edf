//! The pairs of a query, as browsers write them.

/// The pairs of `text` (with or without its `?`), in order, decoded; a key without `=` has an empty value.
pub fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let parts = text.trim_start_matches('?').split('&').filter(|part| !part.is_empty());
    parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(name), decoded(value))
    })
}

/// Undoes percent-encoding; a broken sequence stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = (first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if first == b'+' { b' ' } else { first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        assert_eq!(pairs(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn escapes_are_undone() {
        check("?vari%61nt=pl%61in&x=a+b", &[("variant", "plain"), ("x", "a b")]);
    }

    #[test]
    fn broken_escapes_stay() {
        check("x=100%&y=%zz&z", &[("x", "100%"), ("y", "%zz"), ("z", "")]);
    }
}

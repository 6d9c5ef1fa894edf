//! Numbers as the page writes them: the same in both languages, with a fixed number of digits so that nothing jumps.

/// `n` with a thin space between groups of three digits: 1 074 986.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len());
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `n` in millions or thousands, with three significant digits: 12.3 M.
pub fn short(n: u64) -> String {
    let value = n as f64;
    match n {
        0..1_000 => n.to_string(),
        1_000..1_000_000 => format!("{}\u{202f}k", three(value / 1e3)),
        1_000_000..1_000_000_000 => format!("{}\u{202f}M", three(value / 1e6)),
        _ => format!("{}\u{202f}G", three(value / 1e9)),
    }
}

fn three(value: f64) -> String {
    let decimals = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.decimals$}")
}

/// Bytes in megabytes (10⁶), with one digit after the point.
pub fn megabytes(n_bytes: u64) -> String {
    format!("{:.1}", n_bytes as f64 / 1e6)
}

/// A share (0 to 1) in percent, with one digit after the point and no sign of its own.
pub fn percent(share: f32) -> String {
    format!("{:.1}", f64::from(share) * 100.0)
}

/// Seconds as minutes and seconds, or hours, minutes and seconds: 2:05, 1:02:05.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        assert_eq!(grouped(986), "986");
        assert_eq!(grouped(1_074_986), "1\u{202f}074\u{202f}986");
    }

    #[test]
    fn three_significant_digits() {
        assert_eq!(short(986), "986");
        assert_eq!(short(1_074_986), "1.07\u{202f}M");
        assert_eq!(short(326_122), "326\u{202f}k");
    }

    #[test]
    fn time_left() {
        assert_eq!(clock(0.4), "0:00");
        assert_eq!(clock(125.0), "2:05");
        assert_eq!(clock(3725.0), "1:02:05");
    }

    #[test]
    fn percent_has_one_digit() {
        assert_eq!(percent(0.3125), "31.2"); // 31.25 rounds to the even digit
    }
}

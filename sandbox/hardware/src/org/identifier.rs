//! Record ids as Salesforce makes them: 15 characters that differ in case, and 3 that say which of them are upper case.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// What an org's own id and those of all its records have in common: the characters behind the prefix.
pub(super) fn instance(org: &str) -> &str {
    org.get(3..6).filter(|_| org.len() == 18).unwrap_or("5g0")
}

/// The 18-character id of the `number`th record of `object` in the org of this instance.
pub(super) fn identifier(object: &str, instance: &str, number: u64) -> String {
    let mut rest = number;
    let mut digits = [b'0'; 9];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(rest % 62).unwrap_or(0)];
        rest /= 62;
    }
    let short: Vec<u8> = prefix(object).bytes().chain(instance.bytes()).chain(digits).collect();
    let checks = short.chunks(5).map(|chunk| {
        let upper = |(bit, byte): (usize, &u8)| usize::from(byte.is_ascii_uppercase()) << bit;
        CHECK[chunk.iter().enumerate().map(upper).sum::<usize>()]
    });
    short.iter().copied().chain(checks).map(char::from).collect()
}

/// Key prefixes of standard objects; all custom objects share one here.
fn prefix(object: &str) -> &'static str {
    match object {
        "Account" => "001",
        "Contact" => "003",
        "User" => "005",
        "Opportunity" => "006",
        "Lead" => "00Q",
        "Case" => "500",
        "Product2" => "01t",
        "Asset" => "02i",
        _ => "a00",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_eighteen_characters_and_their_objects_prefix() {
        let id = identifier("Account", "5g0", 7);
        assert_eq!((id.len(), &id[..3]), (18, "001"));
        assert_ne!(id, identifier("Account", "5g0", 8));
        assert_ne!(
            identifier("Account", "5g0", 10)[15..],
            identifier("Account", "5g0", 36)[15..],
            "A and a differ in the check"
        );
    }

    #[test]
    fn records_of_two_orgs_have_different_ids() {
        let of = |org: &str| identifier("Account", instance(org), 7);
        assert_ne!(of("00D5g00000AcmeSyEA"), of("00D1f0000FRESH1EAA"));
        assert_eq!(of("00D5g00000AcmeSyEA"), of("short"));
    }

    #[test]
    fn the_check_characters_are_salesforces() {
        // Worked by hand: in 001A0 the fourth is upper case, in 6Vm9u the second.
        let short = b"001A0000006Vm9u";
        let check = |chunk: &[u8]| {
            let upper = |(bit, byte): (usize, &u8)| usize::from(byte.is_ascii_uppercase()) << bit;
            char::from(CHECK[chunk.iter().enumerate().map(upper).sum::<usize>()])
        };
        assert_eq!(short.chunks(5).map(check).collect::<String>(), "IAC");
    }
}

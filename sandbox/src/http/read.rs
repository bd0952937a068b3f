//! Reads requests off a byte stream, one after the other.

use std::collections::BTreeMap;
use std::io::Read;

use super::Incoming;

const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 8 * 1024 * 1024;
const MAX_HEADERS: usize = 96;

/// Why a request could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The client does not speak HTTP/1.1 as we understand it.
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    /// Head over 64 KiB or body over 8 MiB.
    #[error("request too large")]
    TooLarge,
    /// The connection ended or failed inside a request.
    #[error("connection lost: {0}")]
    Lost(#[from] std::io::Error),
}

/// How the body of a request is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    Length(usize),
    Chunked,
}

/// A request whose body has not been read yet.
#[derive(Debug)]
pub struct Head {
    incoming: Incoming,
    framing: Framing,
}

impl Head {
    /// True if the client waits for `100 Continue` before it sends the body.
    #[must_use]
    pub fn expects_continue(&self) -> bool {
        self.incoming.headers.get("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
    }
}

/// A buffered reader that keeps what belongs to the next request.
#[derive(Debug)]
pub struct Reader<R> {
    stream: R,
    buffer: Vec<u8>,
}

impl<R: Read> Reader<R> {
    /// Wraps a stream.
    pub fn new(stream: R) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// Reads the next request's head; `None` when the client closed between two requests.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn head(&mut self) -> Result<Option<Head>, ReadError> {
        loop {
            if let Some((head, length)) = parse(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(Some(head));
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(ReadError::TooLarge);
            }
            if self.fill()? == 0 {
                return if self.buffer.is_empty() { Ok(None) } else { Err(lost()) };
            }
        }
    }

    /// Reads the body that belongs to `head`.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn body(&mut self, head: Head) -> Result<Incoming, ReadError> {
        let mut incoming = head.incoming;
        incoming.body = match head.framing {
            Framing::Length(length) => self.take(length)?,
            Framing::Chunked => self.chunks()?,
        };
        Ok(incoming)
    }

    fn chunks(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut body = Vec::new();
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| ReadError::Malformed("chunk size"))?;
            if size == 0 {
                while !self.line()?.is_empty() {}
                return Ok(body);
            }
            if body.len().saturating_add(size) > MAX_BODY {
                return Err(ReadError::TooLarge);
            }
            body.extend(self.take(size)?);
            if !self.line()?.is_empty() {
                return Err(ReadError::Malformed("chunk end"));
            }
        }
    }

    fn line(&mut self) -> Result<String, ReadError> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line = String::from_utf8_lossy(&self.buffer[..end]).trim_end_matches('\r').to_owned();
                self.buffer.drain(..=end);
                return Ok(line);
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(ReadError::TooLarge);
            }
            if self.fill()? == 0 {
                return Err(lost());
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, ReadError> {
        if length > MAX_BODY {
            return Err(ReadError::TooLarge);
        }
        while self.buffer.len() < length {
            if self.fill()? == 0 {
                return Err(lost());
            }
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn fill(&mut self) -> Result<usize, ReadError> {
        let mut block = [0; 8 * 1024];
        loop {
            match self.stream.read(&mut block) {
                Ok(count) => {
                    self.buffer.extend_from_slice(&block[..count]);
                    return Ok(count);
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn lost() -> ReadError {
    ReadError::Lost(std::io::ErrorKind::UnexpectedEof.into())
}

fn parse(bytes: &[u8]) -> Result<Option<(Head, usize)>, ReadError> {
    let mut slots = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut slots);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(ReadError::TooLarge),
        Err(_) => return Err(ReadError::Malformed("head")),
    };
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for header in request.headers.iter() {
        let value = String::from_utf8_lossy(header.value).trim().to_owned();
        headers
            .entry(header.name.to_ascii_lowercase())
            .and_modify(|known| {
                known.push(',');
                known.push_str(&value);
            })
            .or_insert(value);
    }
    let framing = framing(&headers)?;
    let method = request.method.unwrap_or_default().to_owned();
    let target = request.path.unwrap_or_default().to_owned();
    Ok(Some((Head { incoming: Incoming { method, target, headers, body: Vec::new() }, framing }, length)))
}

fn framing(headers: &BTreeMap<String, String>) -> Result<Framing, ReadError> {
    match (headers.get("transfer-encoding"), headers.get("content-length")) {
        (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => Ok(Framing::Chunked),
        (Some(_), _) => Err(ReadError::Malformed("transfer encoding")),
        (None, Some(length)) => {
            length.parse().map(Framing::Length).map_err(|_| ReadError::Malformed("content length"))
        }
        (None, None) => Ok(Framing::Length(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out its bytes in pieces of the given size, as a slow network does.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(out.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn next(reader: &mut Reader<Drip<'_>>) -> Result<Option<Incoming>, ReadError> {
        match reader.head()? {
            Some(head) => reader.body(head).map(Some),
            None => Ok(None),
        }
    }

    #[test]
    fn two_requests_on_one_connection_in_pieces_of_any_size() {
        let text = b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nnullGET /d HTTP/1.1\r\nHOST: y\r\n\r\n";
        for size in 1..text.len() {
            let mut reader = Reader::new(Drip(text, size));
            let first = next(&mut reader).unwrap().unwrap();
            assert_eq!((first.method.as_str(), first.target.as_str()), ("POST", "/a?b=c"));
            assert_eq!(first.body, b"null");
            let second = next(&mut reader).unwrap().unwrap();
            assert_eq!((second.target.as_str(), second.headers["host"].as_str()), ("/d", "y"));
            assert!(second.body.is_empty());
            assert!(next(&mut reader).unwrap().is_none());
        }
    }

    #[test]
    fn chunked_body_with_extension_and_trailer() {
        let text = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\nGET /n HTTP/1.1\r\n\r\n";
        for size in [1, 2, 7, 500] {
            let mut reader = Reader::new(Drip(text, size));
            assert_eq!(next(&mut reader).unwrap().unwrap().body, b"abcde");
            assert_eq!(next(&mut reader).unwrap().unwrap().target, "/n");
        }
    }

    #[test]
    fn a_get_may_carry_a_body() {
        let mut reader = Reader::new(Drip(b"GET /n HTTP/1.1\r\nContent-Length: 4\r\n\r\nnull", 9));
        assert_eq!(next(&mut reader).unwrap().unwrap().body, b"null");
    }

    #[test]
    fn what_is_refused() {
        let refused = |text: &[u8]| next(&mut Reader::new(Drip(text, 64))).unwrap_err();
        assert!(matches!(refused(b"nonsense\r\n\r\n"), ReadError::Malformed("head")));
        assert!(matches!(refused(b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"), ReadError::Malformed(_)));
        assert!(matches!(
            refused(b"GET / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ReadError::Malformed(_)
        ));
        assert!(matches!(
            refused(b"GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"),
            ReadError::TooLarge
        ));
        assert!(matches!(refused(b"GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"), ReadError::Lost(_)));
        let endless = [b"GET /".as_slice(), &[b'a'; MAX_HEAD + 10]].concat();
        assert!(matches!(refused(&endless), ReadError::TooLarge));
    }

    #[test]
    fn a_client_that_asks_before_it_sends() {
        let mut reader =
            Reader::new(Drip(b"PUT / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx", 999));
        let head = reader.head().unwrap().unwrap();
        assert!(head.expects_continue());
        assert_eq!(reader.body(head).unwrap().body, b"x");
    }
}

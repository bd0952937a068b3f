//! What was asked of each service.

use connect_wire::Api;

/// Requests and queries, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    /// Platform API, autoscaling included.
    pub platform: u32,
    /// Data API.
    pub data: u32,
    /// Connect API.
    pub connect: u32,
    /// Queries.
    pub sql: u32,
}

impl std::ops::AddAssign for Calls {
    fn add_assign(&mut self, other: Self) {
        self.platform += other.platform;
        self.data += other.data;
        self.connect += other.connect;
        self.sql += other.sql;
    }
}

impl std::ops::Sub for Calls {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            platform: self.platform - other.platform,
            data: self.data - other.data,
            connect: self.connect - other.connect,
            sql: self.sql - other.sql,
        }
    }
}

impl Calls {
    pub(crate) fn count(&mut self, api: Api) {
        match api {
            Api::Platform | Api::Metrics => self.platform += 1,
            Api::Data => self.data += 1,
            Api::ConnectDiscovery | Api::ConnectRegion => self.connect += 1,
            Api::Status => {}
        }
    }
}

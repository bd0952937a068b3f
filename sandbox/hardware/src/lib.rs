//! Real Postgres, a stand-in org and the work of Connect.

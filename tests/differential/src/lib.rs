//! Named queries on paper and on real Postgres, side by side.

//! Updates of Tyk keys, known before the request is sent.

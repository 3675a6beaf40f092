import Testing

/// The product as its users meet it: the real program, real files, real sockets, a real browser.
///
/// One test at a time: each starts processes of its own, and the other suites of the package run beside them.
@Suite(.serialized) struct EndToEndTests {}

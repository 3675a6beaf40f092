/// Whether two texts of bytes are the same, in a time that depends on their lengths only.
///
/// Use it wherever one side is secret: a comparison that stops at the first difference tells an attacker how far a
/// guess was right.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}

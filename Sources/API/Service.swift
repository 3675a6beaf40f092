package import Workflows

/// What the API is given by the program: the office its workflows work in, and the ways to what lives elsewhere.
package struct Service: Sendable {
    /// Gives the answer to an errand, as JSON, once it is done.
    package typealias ErrandCompletion = @Sendable (_ answer: [UInt8]) -> Void

    let office: Office
    let isHTTPS: Bool
    let elapsedNanoseconds: @Sendable () -> Int64
    let wakeJobs: @Sendable () -> Void
    let performErrand: @Sendable (_ errand: [UInt8], _ completion: @escaping ErrandCompletion) -> Void
    let isReady: @Sendable () -> Bool
    let passwordDesk: PasswordDesk

    /// A service over this office.
    ///
    /// - Parameters:
    ///   - isHTTPS: whether browsers reach the site over https only; the session cookie is marked `Secure` then.
    ///   - passwordChecks: how many passwords are checked at once; one for each core.
    ///   - elapsedNanoseconds: a clock that never goes back, for how long requests take.
    ///   - wakeJobs: called once a job has been queued and its transaction has been stored.
    ///   - performErrand: does what a command asked for over the Unix-domain socket; may answer on any thread.
    ///   - isReady: whether the service is up to date and not about to stop.
    package init(
        office: Office,
        isHTTPS: Bool,
        passwordChecks: Int,
        elapsedNanoseconds: @escaping @Sendable () -> Int64,
        wakeJobs: @escaping @Sendable () -> Void,
        performErrand: @escaping @Sendable (_ errand: [UInt8], _ completion: @escaping ErrandCompletion) -> Void,
        isReady: @escaping @Sendable () -> Bool
    ) {
        self.office = office
        self.isHTTPS = isHTTPS
        self.elapsedNanoseconds = elapsedNanoseconds
        self.wakeJobs = wakeJobs
        self.performErrand = performErrand
        self.isReady = isReady
        passwordDesk = PasswordDesk(count: passwordChecks)
    }
}

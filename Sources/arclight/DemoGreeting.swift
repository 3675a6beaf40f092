import Store
import Values
import Workflows

/// What the terminal says once the demo is served.
enum DemoGreeting {
    /// Where it is, how to get in, and three requests worth trying.
    static func text(_ access: DemoAccess, today: Day?, folder: DataFolder) -> String {
        let api = "\(access.url)/api/v1"
        let header = "-H 'Authorization: Token \(access.token)'"
        let clock = today.map { " Its clock stands on \($0), the last day of its books." } ?? ""
        return """

            The demo company is served.\(clock)

              page      \(access.url)/
              login     \(access.username)
              password  \(access.password)
              token     \(access.token)

            Three requests worth trying:

              # whom to contact first, and why
              curl -s \(header) '\(api)/companies/\(access.company)/actions?category=needs_action&limit=3'

              # what stands out among the customers
              curl -s \(header) '\(api)/intelligence/insights?company_id=\(access.company)&severity=high'

              # the invoices that are more than 60 days late
              curl -s \(header) '\(api)/companies/\(access.company)/invoices?aging_bucket=61_90,91_over'

            Scripts find all of this in \(folder.demoPath). Ctrl-C stops the server; a second start reloads nothing.

            """
    }
}

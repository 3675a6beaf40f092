import HTTP

/// Every route there is.
enum RouteTable {
    /// Below `/api/v1` and, for the pages of Daylit that leave the version out, below `/api`.
    static let api: [Route] = [
        Route(SignIn.self),
        Route(SignOut.self),
        Route(ShowMe.self),
        Route(ListCompanies.self),
        Route(ShowCompany.self),
        Route(ListCustomers.self),
        Route(ShowCustomer.self),
        Route(ShowTimeline.self),
        Route(ListContacts.self),
        Route(ShowContact.self),
        Route(AddContact.self),
        Route(ChangeContact.self),
        Route(RemoveContact.self),
        Route(ListPromises.self),
        Route(ShowPromise.self),
        Route(AddPromise.self),
        Route(ChangePromise.self),
        Route(ListDisputes.self),
        Route(ShowDispute.self),
        Route(OpenDispute.self),
        Route(ChangeDispute.self),
        Route(ListEmails.self),
        Route(ListCustomerAging.self),
        Route(ListInvoices.self),
        Route(ShowInvoice.self),
        Route(ListActions.self),
        Route(ShowAction.self),
        Route(ApproveAction.self),
        Route(RejectAction.self),
        Route(ListInsights.self),
        Route(ShowInsight.self),
        Route(RateCompanyInsight.self),
        Route(RateInsight.self),
        Route(ShowAgingSummary.self),
        Route(ListAgingDetails.self),
        Route(ListAgingHistory.self),
        Route(ListAgingDates.self),
        Route(ExportAging.self),
        Route(TriggerJob.self),
        Route(ShowJobStatus.self),
    ]

    /// At the root: for whoever watches the service, for commands on this machine, and for browsers.
    static let root: [Route] =
        [Route(ShowLiveness.self), Route(ShowReadiness.self), Route(RunErrand.self)]
        + PageAsset.all.map { Route(asset: $0, at: $0.path) }

    /// The paths that lead to the routes of the API.
    static let bases = ["/api/v1", "/api"]

    static let router = Router<Route>(
        bases.flatMap { base in api.map { Router.Route($0.method, base + $0.path, $0) } }
            + root.map { Router.Route($0.method, $0.path, $0) }
    )
}

import Facts
import Values

/// What was written and said about an invoice of made-up books, in order.
struct PlantedCorrespondence {
    struct Message {
        let channel: Channel
        let day: Day
        /// Its place among the customer's contacts.
        let contact: Int
        let content: Content
    }

    enum Content {
        case reminder(step: Int)
        /// What the customer says, and the place in ``messages`` of what it answers.
        case reply(PlantedTexts.Answer, to: Int?, promisedFor: Day?)
    }

    private(set) var messages: [Message] = []

    /// When each further reminder is due, in days past the due date, and how it is given.
    private static let ladder: [(days: Int, channel: Channel)] = [
        (12, .email), (24, .call), (40, .letter), (60, .call), (85, .email),
    ]

    /// The messages about an invoice: the reminders until it is paid, what the customer answers, and its promises.
    ///
    /// A customer with holdout, whom a reminder moves, hears of an invoice at once or not at all: what the reminder
    /// changes can then be read off the days.
    init(about invoice: PlantedInvoice, of customer: PlantedCustomer, _ days: BookDays, _ draws: inout Draws) {
        let behaviour = customer.behaviour
        guard invoice.voidedOn == nil else { return }
        if let dispute = invoice.dispute {
            add(.reply(.disputed, to: nil, promisedFor: nil), .email, dispute.openedOn, customer, &draws)
        }
        guard !customer.doNotContact, invoice.dueOn < days.lastDay else { return }
        var steps: [(day: Day, channel: Channel)] = []
        if let day = invoice.remindedOn { steps.append((day, .email)) }
        if behaviour.reminderEffect == nil {
            for step in Self.ladder {
                steps.append((days.onOrAfter(invoice.dueOn.advanced(by: step.days)), step.channel))
            }
        }
        for (index, step) in steps.enumerated() where step.day < invoice.settledOn && !days.isLater(step.day) {
            if let dispute = invoice.dispute, step.day >= dispute.openedOn, step.day < dispute.resolvedOn { continue }
            let isHeld = invoice.promises.contains {
                $0.madeOn <= step.day && step.day <= $0.dueOn && $0.withdrawnOn == nil
            }
            guard !isHeld else { continue }
            let place = messages.count
            add(.reminder(step: index), step.channel, step.day, customer, &draws)
            let isSilent = behaviour.silentDays > 0 && step.day.days(until: days.lastDay) < behaviour.silentDays
            guard messages.count > place, draws.happens(isSilent ? 0 : behaviour.repliesPerMille) else { continue }
            let day = days.onOrAfter(step.day.advanced(by: draws.within(0...3)))
            let answer: PlantedTexts.Answer = draws.happens(150) ? .askCopy : .willPay
            let channel: Channel = step.channel == .call ? .call : .email
            add(.reply(answer, to: place, promisedFor: nil), channel, day, customer, &draws)
        }
        for promise in invoice.promises {
            let asked = messages.lastIndex { message in
                guard case .reminder = message.content else { return false }
                return message.day <= promise.madeOn
            }
            let channel: Channel = draws.happens(400) ? .call : .email
            add(.reply(.promised, to: asked, promisedFor: promise.dueOn), channel, promise.madeOn, customer, &draws)
        }
    }

    /// Adds a message with the contact who has to do with payment, or another one.
    private mutating func add(
        _ content: Content,
        _ channel: Channel,
        _ day: Day,
        _ customer: PlantedCustomer,
        _ draws: inout Draws
    ) {
        let contact = draws.happens(800) ? 0 : draws.below(customer.contacts.count)
        messages.append(Message(channel: channel, day: day, contact: contact, content: content))
    }
}

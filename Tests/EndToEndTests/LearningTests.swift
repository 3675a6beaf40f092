import Testing
import Values
import Wire

extension EndToEndTests {
    /// Decisions over HTTP teach the next model, and the next model ranks the queue.
    @Suite(.serialized) struct Learning {
        private static let rejectedRule = "call_large_or_risky"

        @Test func `sixty decisions move the weights, the ranking and the version, and nothing that was decided`()
            throws
        {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let before = try actions(server, demo)
            let oldWeights = try acceptHead(of: program)

            let decided = try decide(60, of: before, server, demo)
            #expect(decided.rejected.count >= 10)
            #expect(decided.approved.count >= 20)

            let report = try JSONReader.value(from: Array(program.succeed("retrain", "--promote", "--json").utf8))
            #expect(report["live"]?.boolean == true)
            #expect(report["decisions"]?.integer == 60)
            let newModel = try report["model"]?.text.orFail("model") ?? ""
            let run = try JSONReader.value(from: Array(program.succeed("run", "--json").utf8))
            #expect(run["model"]?.text == newModel)

            let newWeights = try acceptHead(of: program)
            #expect(oldWeights["rule=\(Learning.rejectedRule)"] == nil)
            #expect(try newWeights["rule=\(Learning.rejectedRule)"].orFail("weight of the rejected rule") < 0)
            #expect(try newWeights["channel=email"].orFail("weight") > oldWeights["channel=email"].orFail("weight"))

            try expectQueueMoved(from: before, to: try actions(server, demo), decided: decided, newModel: newModel)
            try expectDecidedStand(decided, in: program.export(), oldModel: before[0].model)
            #expect(try server.stop() == .exited(0))
        }

        /// An action as the queue shows it.
        private struct Shown {
            let id: String
            let rule: String
            let model: String
            let probability: Double
            let urgency: Double
            let customer: String
            /// `nil` where the action is about the customer as a whole.
            let invoice: String?
            let channel: String
            let isWelcome: Bool
        }

        private struct Decided {
            var approved: Set<String> = []
            var rejected: Set<String> = []
            func contains(_ id: String) -> Bool { approved.contains(id) || rejected.contains(id) }
        }

        private func actions(_ server: Server, _ demo: DemoFile) throws -> [Shown] {
            try server.read("/companies/\(demo.company)/actions?status=proposed&limit=500").elements.map { action in
                Shown(
                    id: try action["id"]?.text.orFail("id") ?? "",
                    rule: try action["rule"]?["id"]?.text.orFail("rule") ?? "",
                    model: try action["model_version"]?.text.orFail("model_version") ?? "",
                    probability: try action["probability_approved"]?.number.orFail("probability_approved") ?? 0,
                    urgency: try action["urgency"]?.number.orFail("urgency") ?? 0,
                    customer: try action["customer"]?.text.orFail("customer") ?? "",
                    invoice: action["invoice"]?.text,
                    channel: try action["channel"]?.text.orFail("channel") ?? "",
                    isWelcome: action["recipient_note"]?.text?.contains("asked not to be") != true
                )
            }
        }

        /// Decides on so many actions, in an order drawn from a fixed seed.
        ///
        /// What the one rule says is rejected, the rest approved. Some customers are left alone, since an approved contact
        /// takes away their other actions.
        private func decide(_ count: Int, of all: [Shown], _ server: Server, _ demo: DemoFile) throws -> Decided {
            // Of what may be done about an invoice one thing can be approved.
            var invoices: Set<String> = []
            let actions = all.filter { action in
                guard action.rule != Learning.rejectedRule else { return true }
                // What nobody at the customer wants to be reached by cannot be approved.
                guard action.isWelcome else { return false }
                guard let invoice = action.invoice else { return true }
                return invoices.insert(invoice).inserted
            }
            var random = SplitMix64(seed: 60)
            var spared: Set<String> = []
            for customer in Set(actions.map(\.customer)).sorted(by: <).shuffled(using: &random) {
                let left = actions.filter { !spared.contains($0.customer) && $0.customer != customer }
                if left.count >= count { spared.insert(customer) }
            }
            let chosen = actions.filter { !spared.contains($0.customer) }.sorted { $0.id < $1.id }
                .shuffled(using: &random).prefix(count)
            var decided = Decided()
            for action in chosen {
                let path = "/companies/\(demo.company)/actions/\(action.id)"
                let isRejected = action.rule == Learning.rejectedRule
                let answer =
                    isRejected
                    ? try server.post(path + "/reject", #"{"reason":"relationship","comment":"not this way"}"#)
                    : try server.post(path + "/approve", "{}")
                #expect(answer.status == 200, "\(answer.text)")
                let status = try answer.json()["status"]?.text
                #expect(status == (isRejected ? "cancelled" : "processing"))
                if isRejected { decided.rejected.insert(action.id) } else { decided.approved.insert(action.id) }
            }
            return decided
        }

        /// The weights of the model in force for the accept head, by feature.
        private func acceptHead(of program: Program) throws -> [String: Double] {
            var weights: [String: Double] = [:]
            for line in try program.succeed("model", "show", "--head", "accept").split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.first == "feature", let place = words.firstIndex(of: "weight") else { continue }
                weights[String(words[1])] = Double(words[place + 1])
            }
            return weights
        }

        private func expectQueueMoved(
            from before: [Shown],
            to after: [Shown],
            decided: Decided,
            newModel: String
        ) throws {
            let old = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0) })
            let undecided = after.filter { old[$0.id] != nil }
            #expect(undecided.allSatisfy { !decided.contains($0.id) && $0.model == newModel })
            #expect(before.allSatisfy { $0.model != newModel })
            let ofRule = undecided.filter { $0.rule == Learning.rejectedRule }
            #expect(!ofRule.isEmpty)
            for action in ofRule {
                let was = try old[action.id].orFail("action before")
                #expect(action.probability < was.probability)
                #expect(action.urgency < was.urgency)
            }
            // The share of approvals moves all alike; what was rejected has to fall further than what was approved.
            func meanFall(_ actions: [Shown]) -> Double {
                actions.map { (old[$0.id]?.probability ?? 0) - $0.probability }.reduce(0, +) / Double(actions.count)
            }
            let messages = undecided.filter { $0.channel == "email" }
            #expect(!messages.isEmpty)
            #expect(meanFall(ofRule) > 2 * meanFall(messages))
            // Against what was approved, the rejected rule's place in the queue sinks.
            let names = undecided.map(\.id)
            let order = before.map(\.id).filter { names.contains($0) }
            let rank = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            let oldRank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
            let now = ofRule.compactMap { rank[$0.id] }.reduce(0, +)
            let then = ofRule.compactMap { oldRank[$0.id] }.reduce(0, +)
            #expect(now > then)
        }

        /// What a person decided keeps the model that the person saw.
        private func expectDecidedStand(_ decided: Decided, in export: Export, oldModel: String) throws {
            let rows = try export.lines("action").filter { $0["action"]?.text.map { decided.contains($0) } == true }
            #expect(rows.count == 60)
            #expect(rows.allSatisfy { $0["model"]?.text == oldModel })
            for row in rows {
                let isRejected = row["action"]?.text.map { decided.rejected.contains($0) } == true
                #expect(row["status"]?.text == (isRejected ? "cancelled" : "processing"))
            }
            let labels = try export.lines("feedback")
            #expect(labels.count == 60)
            #expect(labels.allSatisfy { $0["model"]?.text == oldModel })
            #expect(labels.filter { $0["approved"]?.boolean == true }.count == decided.approved.count)
        }
    }
}

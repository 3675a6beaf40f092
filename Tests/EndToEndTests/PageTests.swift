import Testing
import Wire

extension EndToEndTests {
    /// The review page in a real browser.
    @Suite(.serialized) struct ReviewPage {
        @Test(.enabled(if: Browser.paths != nil, "NOT MEASURED HERE: Chromium and its driver are not installed"))
        func `a collector signs in, reads why, approves by key, rejects with a reason and signs out`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            server.token = demo.token
            let browser = try Browser(in: program.folder)
            let queue = "/companies/\(demo.company)/actions?category=needs_action"
            let first = try server.read(queue + "&limit=1").elements.first.orFail("action")
            let count = try total(of: queue, server)

            try browser.open(demo.url + "/")
            try browser.wait(until: "document.querySelector('[data-sign-in]').open")
            try browser.click("[data-username]")
            try browser.type(demo.username)
            try browser.click("[data-password]")
            try browser.type("wrong" + Browser.enter)
            try browser.wait(until: "document.querySelector('[data-sign-in-error]').textContent.length > 10")
            try browser.value("document.querySelector('[data-password]').value = ''")
            try browser.click("[data-password]")
            try browser.type(demo.password + Browser.enter)
            try browser.wait(until: "document.querySelectorAll('[data-queue] > [data-action-id]').length >= 20")
            #expect(try browser.text("[data-count-left]") == "\(count)")
            #expect(try browser.text("[data-today]")?.contains("fixed") == true)

            try expectReasonShown(of: first, browser)
            try approve(first, browser, server)
            try reject(browser, server)
            try browser.wait(until: "document.querySelector('[data-count-left]').textContent === '\(count - 2)'")
            #expect(try browser.text("[data-count-done]") == "2")
            #expect(try total(of: queue, server) == count - 2)

            try browser.open(demo.url + "/")
            try browser.wait(until: "document.querySelectorAll('[data-queue] > [data-action-id]').length >= 20")
            #expect(try browser.text("[data-count-left]") == "\(count - 2)")
            try browser.type("?")
            try browser.wait(until: "document.querySelector('[data-help]').open")
            try browser.type(Browser.enter)
            try browser.wait(until: "!document.querySelector('[data-help]').open")

            try browser.type("3")
            try browser.wait(until: "document.querySelectorAll('[data-aging-customer]').length === 20")
            #expect(try browser.text("[data-aging-total]")?.hasSuffix("USD") == true)
            #expect(try browser.text("[data-trend-empty]")?.hasPrefix("The first snapshot is of") == true)
            try browser.type("1")

            try browser.click("[data-sign-out]")
            try browser.wait(until: "document.querySelector('[data-sign-in]').open")
            try expectNoViolations(browser)
            try browser.open(demo.url + "/")
            try browser.wait(until: "document.querySelector('[data-sign-in]').open")
            #expect(try browser.value("document.querySelectorAll('[data-action-id]').length").integer == 0)
        }

        private func total(of path: String, _ server: Server) throws -> Int {
            try Int(server.get(path + "&limit=1").headers["x-total-count"].orFail("X-Total-Count")).orFail("count")
        }

        /// The chosen action says what to do, why, by which rule and on which facts.
        private func expectReasonShown(of action: JSONValue, _ browser: Browser) throws {
            let id = try action["id"]?.text.orFail("id") ?? ""
            try browser.wait(until: "document.querySelector('[data-detail]').dataset.actionId === '\(id)'")
            #expect(try browser.text("[data-detail-title]") == action["recommendation_label"]?.text)
            #expect(try browser.text("[data-description]") == action["description"]?.text)
            let rule = try action["rule"].orFail("rule")
            let shown = try browser.text("[data-detail] [data-rule]") ?? ""
            #expect(try shown.contains(rule["id"]?.text.orFail("rule") ?? ""))
            let place = try "\(rule["file"]?.text.orFail("file") ?? ""):\(rule["line"]?.integer.orFail("line") ?? 0)"
            #expect(try browser.text("[data-detail]")?.contains(place) == true)
            let facts = try browser.value(
                "document.querySelectorAll('[data-detail] [data-evidence] [data-fact]').length"
            )
            #expect(facts.integer ?? 0 >= (action["evidence"]?.elements.count ?? 1))
            #expect(
                try browser.value("document.querySelectorAll('[data-detail] [data-reason]').length").integer ?? 0 > 0
            )
        }

        private func approve(_ action: JSONValue, _ browser: Browser, _ server: Server) throws {
            let id = try action["id"]?.text.orFail("id") ?? ""
            try browser.type("a")
            try browser.wait(until: "document.querySelector('[data-count-done]').textContent === '1'")
            try browser.wait(until: "document.querySelector('[data-detail]').dataset.actionId !== '\(id)'")
            try browser.wait(until: "!document.querySelector('[data-queue] > [data-action-id=\"\(id)\"]')")
            try expectStatus("processing", of: id, server)
        }

        private func reject(_ browser: Browser, _ server: Server) throws {
            let id = try browser.value("document.querySelector('[data-detail]').dataset.actionId").text.orFail("action")
            try browser.type("r")
            try browser.wait(until: "document.querySelector('[data-reject-dialog]').open")
            try browser.click("[data-reject-submit]")
            try browser.wait(until: "document.querySelector('#reject-error').textContent.length > 5")
            try browser.click("[data-reason-choice=relationship]")
            try browser.type(Browser.enter)
            try browser.wait(until: "!document.querySelector('[data-reject-dialog]').open")
            try browser.wait(until: "document.querySelector('[data-count-done]').textContent === '2'")
            try expectStatus("cancelled", of: id, server)
        }

        /// The page shows the next action before the answer is there, so the server is asked until it has it.
        private func expectStatus(_ status: String, of id: String, _ server: Server) throws {
            let demo = try DemoFile(in: server.program.dataPath)
            try poll("action \(id) is \(status)", seconds: 10) {
                let row = try server.read("/companies/\(demo.company)/actions/\(id)")
                return row["status"]?.text == status ? () : nil
            }
        }

        private func expectNoViolations(_ browser: Browser) throws {
            for complaint in try browser.complaints() {
                let message = complaint["message"]?.text ?? ""
                #expect(!message.contains("Content Security Policy"))
                // The browser notes every answer of 401, which is how the page learns that nobody is signed in.
                let isExpected = complaint["source"]?.text == "network" && message.contains("401")
                #expect(complaint["level"]?.text != "SEVERE" || isExpected, "\(message)")
            }
        }
    }
}

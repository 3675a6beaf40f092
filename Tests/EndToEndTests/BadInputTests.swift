import Foundation
import Testing
import Wire

extension EndToEndTests {
    /// What goes wrong is said on standard error, by its name, and changes nothing.
    @Suite(.serialized) struct BadInput {
        @Test(arguments: [
            (["rnu"], "did you mean `run`?"),
            (["run", "--cmopany", "x"], "did you mean `--company`?"),
            (["run", "--on", "2026-02-30"], "`2026-02-30`"),
            (["retrain", "--promot"], "did you mean `--promote`?"),
            (["import", "a.csv", "--as", "invoicez"], "did you mean `invoices`?"),
            (["import", "a.csv", "--rejects", "b.csv"], "--skip-bad"),
            (["serve", "--port", "70000"], "`70000`"),
            (["company", "create", "acme", "--currency", "XXQ"], "`XXQ` is no currency"),
            (["company", "create", "acme"], "--currency"),
            (["seed"], "FOLDER"),
            (["run", "--on"], "--on"),
            (["run", "extra"], "extra"),
            (["export"], "--canonical"),
            ([], "--help"),
        ])
        func `a wrong call exits with 2 and says what was meant`(_ words: [String], _ sentence: String) throws {
            let program = try Program()
            let outcome = try program.run(words)
            #expect(outcome.status == .exited(2))
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.dataPath + "/arclight.db"))
        }

        @Test func `a refused command exits with 1, names the cause and leaves everything as it was`() throws {
            let program = try Prepared.demo()
            let before = try program.export()
            let cases: [([String], String, String)] = [
                (["run", "--on", "2026-07-01"], "", "the company's today is 2026-06-30"),
                (["run", "--company", "nope"], "", "there are: demo"),
                (["company", "create", "demo", "--currency", "USD"], "", "there is a company `demo` already"),
                (["company", "create", "Bad Slug", "--currency", "USD"], "", "`Bad Slug` cannot name a company"),
                (["company", "set", "--timezone", "Mars/Base"], "", "there is no time zone `Mars/Base`"),
                (["company", "set", "--currency", "EUR"], "", "USD"),
                (["user", "create", "ana", "--role", "admin"], "", "no password"),
                (["user", "create", "ana", "--role", "admin"], "short\n", "at least"),
                (["user", "create", "demo", "--role", "admin"], "long enough\n", "demo"),
                (["user", "password", "nobody"], "long enough\n", "nobody"),
                (["model", "show", "zzzz"], "", "`zzzz`"),
                (["import", "missing.csv", "--as", "invoices"], "", "missing.csv"),
                (["import", "missing.csv", "--profile", "ibm-late"], "", "ibm-late-payments"),
                (["rules", "check", "missing.rules"], "", "missing.rules"),
                (["serve", "--address", "nohost"], "", "`nohost`"),
            ]
            for (words, input, sentence) in cases {
                let outcome = try program.run(words, input: input)
                #expect(outcome.status == .exited(1), "\(words): \(outcome.errors)")
                #expect(outcome.output.isEmpty)
                #expect(outcome.errors.contains(sentence), "\(words): \(outcome.errors)")
            }
            #expect(try program.export() == before)
        }

        @Test func `reading where nothing is yet says how to begin`() throws {
            let outcome = try Program()("export", "--canonical")
            #expect(outcome.status == .exited(1))
            #expect(outcome.errors.contains("arclight company create"))
        }

        @Test func `every problem of a bad file is named and none of its rows is taken`() throws {
            let program = try Prepared.demo()
            let before = try program.export()
            let file = try program.folder.write(
                """
                invoice,customer,invoice_date,due_date,amount,currency
                GOOD,C-0001,2026-01-01,2026-01-31,10.00,USD
                X1,C-0001,2026-01-01,2026-01-31,abc,USD
                X2,C-0001,2026-13-01,2026-01-31,12.345,USD
                X3,C-0001,2026-02-01,2026-01-31,10.00,EUR
                X4,C-0001,2026-01-01

                """,
                to: "bad.csv"
            )
            let outcome = try program("import", file, "--as", "invoices")
            #expect(outcome.status == .exited(1))
            #expect(outcome.output.isEmpty)
            for part in [
                #"line 3, column 5 "amount", `abc`"#, #"line 4, column 3 "invoice_date", `2026-13-01`"#,
                #"line 4, column 5 "amount", `12.345`"#,
                #"line 5, column 4 "due_date", `2026-01-31`"#, "line 6: the row has 3 fields, the header has 6",
                "nothing was imported: 5 problems",
            ] {
                #expect(outcome.errors.contains(part), "\(outcome.errors)")
            }
            let json = try program("import", file, "--as", "invoices", "--json").json()
            #expect(json["code"]?.text == "import_refused")
            #expect(json["details"]?["problems"]?.elements.count == 5)
            #expect(json["details"]?["problems"]?.elements.first?["line"]?.integer == 3)

            let unknown = try program.folder.write(
                "invoice,customer,invoice_date,due_date,amount,currency\nX1,NOBODY,2026-01-01,2026-01-31,1.00,USD\n",
                to: "unknown.csv"
            )
            let stranger = try program("import", unknown, "--as", "invoices")
            #expect(stranger.status == .exited(1))
            #expect(stranger.errors.contains("`NOBODY`"))
            let cut = try program.folder.write(EndToEndTests.Together.header + "\"X1,C-0001", to: "cut.csv")
            #expect(
                try program("import", cut, "--as", "invoices").errors.contains(
                    "a quote is opened here and never closed"
                )
            )
            #expect(try program.export() == before)
        }

        @Test func `a bad profile is refused by file, line and word`() throws {
            let program = try Prepared.demo()
            let profile = try program.folder.write(
                "kind invoices\nday format ZZ\ncolumn \"a\" is nothing\n",
                to: "bad.profile"
            )
            let file = try program.folder.write("a\n1\n", to: "rows.csv")
            let outcome = try program("import", file, "--profile", profile)
            #expect(outcome.status == .exited(1))
            #expect(outcome.errors.contains("bad.profile:2: `ZZ` is no pattern of a day"), "\(outcome.errors)")
            #expect(outcome.errors.contains("bad.profile:3: there is no field `nothing`"))
        }

        @Test func `a broken rule set is shown with its place and is not put in force`() throws {
            let program = try Prepared.demo()
            let before = try program.export()
            let draft = try program.folder.write(
                """
                insight customer.owes_much "Owes much"
                  owner    credit-control
                  why      "Large balances are watched."
                  when     total_balence >= 1_000 base
                  severity high
                  tags     action_required
                  message  "{name} owes much"
                  examples
                    fires  total_balance 1_000 base

                """,
                to: "draft.rules"
            )
            let check = try program("rules", "check", draft)
            #expect(check.status == .exited(1))
            #expect(check.output.contains("error[E"))
            #expect(check.output.contains("--> draft.rules:4:"))
            #expect(check.output.contains("did you mean `total_balance`?"), "\(check.output)")
            #expect(check.errors.contains("1 file"))
            let json = try program("rules", "check", draft, "--json").json()
            #expect(json.elements.first?["line"]?.integer == 4)
            let publish = try program("rules", "publish", draft)
            #expect(publish.status == .exited(1))
            #expect(publish.output.isEmpty)
            #expect(publish.errors.contains("--> draft.rules:4:"))
            #expect(try program.export() == before)
            let shipped = try program("rules", "check")
            #expect(shipped.status == .exited(0))
            #expect(shipped.output.isEmpty)
        }

        @Test func `bad requests are answered with a status, a code and a sentence`() throws {
            let program = try Prepared.demo()
            let server = try Server(program, "--demo")
            let demo = try DemoFile(in: program.dataPath)
            let before = try program.export()
            let wrong = try server.post("/auth/login/", #"{"username":"demo","password":"wrong"}"#)
            let nobody = try server.post("/auth/login/", #"{"username":"nobody","password":"wrong"}"#)
            #expect(wrong.status == 401)
            #expect(nobody.status == 401)
            #expect(wrong.body == nobody.body)
            #expect(try server.get("/companies").status == 401)
            server.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            #expect(try server.get("/companies").status == 401)
            server.token = demo.token
            let company = "/companies/\(demo.company)"
            let stranger = "/companies/00000000-0000-7000-8000-000000000000"
            let reads: [(String, Int, String)] = [
                ("\(company)/actions?catgory=needs_action", 400, "category"),
                ("\(company)/actions?limit=0", 400, "limit"),
                ("\(company)/actions?category=alternatives", 400, "invoice_id"),
                ("\(company)/actions/not-a-uuid", 400, "UUID"),
                ("\(company)/actions/00000000-0000-7000-8000-000000000000", 404, "no such action"),
                ("\(stranger)/actions", 403, "company"),
                ("/nothing/here", 404, "nothing"),
            ]
            for (path, status, part) in reads {
                let answer = try server.get(path)
                #expect(answer.status == status, "\(path): \(answer.text)")
                #expect(try answer.json()["error"]?.text?.contains(part) == true, "\(path): \(answer.text)")
                #expect(try answer.json()["code"]?.text?.isEmpty == false)
            }
            let action = try server.read("\(company)/actions?category=needs_action&limit=1").elements.first?["id"]?.text
            let reject = try "\(company)/actions/\(action.orFail("action"))/reject"
            let posts: [(String, String, String, Int)] = [
                (reject, "{", "application/json", 400),
                (reject, #"{"reason":"other"}"#, "application/json", 400),
                (reject, #"{"reason":"no_such_reason"}"#, "application/json", 400),
                (reject, #"{"reason":"too_soon","comments":"x"}"#, "application/json", 400),
                (reject, "reason=too_soon", "application/x-www-form-urlencoded", 415),
                ("\(stranger)/actions/\(demo.company)/approve", "{}", "application/json", 403),
            ]
            for (path, body, type, status) in posts {
                let answer = try server.post(path, body, type: type)
                #expect(answer.status == status, "\(body): \(answer.text)")
                #expect(try answer.json()["error"]?.text?.isEmpty == false)
            }
            let method = try HTTPClient.send("DELETE", "/api/v1/auth/me", to: server.port)
            #expect(method.status == 405)
            #expect(method.headers["allow"]?.contains("GET") == true)
            #expect(try program.export() == before)
        }
    }
}

/// What made-up books say in words.
enum PlantedTexts {
    /// Remarks on invoices.
    static let notes = [
        "Consolidated delivery, two drops", "Rush order", "Goods held for collection",
        "Price agreed with purchasing, see offer", "Replaces a damaged delivery",
    ]

    /// What invoices are disputed for: the category, the reason in a bookkeeper's words, who settles it.
    static let disputes: [(category: StaticString, reason: StaticString, owner: StaticString)] = [
        ("price", "Unit price is not that of the offer", "sales"),
        ("quantity", "Fewer pieces delivered than invoiced", "logistics"),
        ("quality", "Goods returned as faulty", "quality"),
        ("delivery", "No proof of delivery", "logistics"),
        ("paperwork", "Purchase order number missing", "billing"),
        ("duplicate", "Says it was invoiced twice", "billing"),
    ]

    /// Remarks on promises.
    static let promiseNotes: [StaticString] = ["said so on the telephone", "by email", "with the next payment run"]

    /// A message with the invoice's number where the pieces meet.
    struct Message {
        let subject: StaticString
        let opening: StaticString
        let closing: StaticString
    }

    /// A reminder: the first is friendly, the others are not.
    static func reminder(_ step: Int, in language: PlantedLanguage) -> Message {
        switch (language, step) {
        case (.english, 0):
            Message(
                subject: "Friendly reminder: invoice ",
                opening: "Hello, our invoice ",
                closing: " is past due. Could you let us know when we may expect payment?"
            )
        case (.english, _):
            Message(
                subject: "Overdue: invoice ",
                opening: "Our invoice ",
                closing: " is still open. Please pay, or call us today."
            )
        case (.german, 0):
            Message(
                subject: "Zahlungserinnerung zu Rechnung ",
                opening: "Guten Tag, unsere Rechnung ",
                closing: " ist fällig. Wann dürfen wir mit der Zahlung rechnen?"
            )
        case (.german, _):
            Message(
                subject: "Mahnung zu Rechnung ",
                opening: "Unsere Rechnung ",
                closing: " ist weiterhin offen. Bitte zahlen Sie, oder rufen Sie uns an."
            )
        case (.french, 0):
            Message(
                subject: "Rappel : facture ",
                opening: "Bonjour, notre facture ",
                closing: " est échue. Quand pouvons-nous compter sur votre règlement ?"
            )
        case (.french, _):
            Message(
                subject: "Relance : facture ",
                opening: "Notre facture ",
                closing: " reste impayée. Merci de la régler, ou de nous appeler."
            )
        case (.spanish, 0):
            Message(
                subject: "Recordatorio: factura ",
                opening: "Buenos días, nuestra factura ",
                closing: " ha vencido. ¿Cuándo podemos esperar el pago?"
            )
        case (.spanish, _):
            Message(
                subject: "Factura vencida ",
                opening: "Nuestra factura ",
                closing: " sigue pendiente. Le rogamos que la pague, o que nos llame."
            )
        case (.italian, 0):
            Message(
                subject: "Promemoria: fattura ",
                opening: "Buongiorno, la nostra fattura ",
                closing: " è scaduta. Quando possiamo attendere il pagamento?"
            )
        case (.italian, _):
            Message(
                subject: "Sollecito: fattura ",
                opening: "La nostra fattura ",
                closing: " risulta ancora aperta. Vi preghiamo di pagare, o di chiamarci."
            )
        }
    }

    /// What customers answer.
    enum Answer: CaseIterable {
        case willPay, askCopy, promised, disputed
    }

    /// An answer, with the invoice's number where the pieces meet.
    static func reply(_ answer: Answer, in language: PlantedLanguage) -> Message {
        switch (answer, language) {
        case (.willPay, .english):
            Message(subject: "Re: invoice ", opening: "Thanks, ", closing: " is in our next payment run.")
        case (.willPay, .german):
            Message(subject: "AW: Rechnung ", opening: "Danke, ", closing: " ist im nächsten Zahllauf.")
        case (.willPay, .french):
            Message(subject: "RE : facture ", opening: "Merci, ", closing: " partira au prochain règlement.")
        case (.willPay, .spanish):
            Message(subject: "RE: factura ", opening: "Gracias, ", closing: " sale en el próximo pago.")
        case (.willPay, .italian):
            Message(subject: "R: fattura ", opening: "Grazie, ", closing: " è nel prossimo pagamento.")
        case (.askCopy, .english):
            Message(subject: "Re: invoice ", opening: "We cannot find ", closing: ", please send a copy.")
        case (.askCopy, .german):
            Message(subject: "AW: Rechnung ", opening: "Wir finden ", closing: " nicht, bitte eine Kopie.")
        case (.askCopy, .french):
            Message(subject: "RE : facture ", opening: "Nous ne trouvons pas ", closing: ", merci d'un duplicata.")
        case (.askCopy, .spanish):
            Message(subject: "RE: factura ", opening: "No encontramos ", closing: ", envíe una copia, por favor.")
        case (.askCopy, .italian):
            Message(subject: "R: fattura ", opening: "Non troviamo ", closing: ", vi chiediamo una copia.")
        case (.promised, .english):
            Message(subject: "Re: invoice ", opening: "We will pay ", closing: " on ")
        case (.promised, .german):
            Message(subject: "AW: Rechnung ", opening: "Wir zahlen ", closing: " am ")
        case (.promised, .french):
            Message(subject: "RE : facture ", opening: "Nous réglerons ", closing: " le ")
        case (.promised, .spanish):
            Message(subject: "RE: factura ", opening: "Pagaremos ", closing: " el ")
        case (.promised, .italian):
            Message(subject: "R: fattura ", opening: "Pagheremo ", closing: " il ")
        case (.disputed, .english):
            Message(subject: "Re: invoice ", opening: "We do not accept ", closing: ", see our notice of defects.")
        case (.disputed, .german):
            Message(subject: "AW: Rechnung ", opening: "Wir beanstanden ", closing: ", siehe Mängelrüge.")
        case (.disputed, .french):
            Message(subject: "RE : facture ", opening: "Nous contestons ", closing: ", voir notre réclamation.")
        case (.disputed, .spanish):
            Message(subject: "RE: factura ", opening: "No aceptamos ", closing: ", vea nuestra reclamación.")
        case (.disputed, .italian):
            Message(subject: "R: fattura ", opening: "Contestiamo ", closing: ", si veda il reclamo.")
        }
    }
}

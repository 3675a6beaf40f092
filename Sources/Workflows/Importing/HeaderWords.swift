/// The words by which exports head the columns of a field, in English, German, French, Spanish and Italian.
///
/// Each list holds headers as programs write them, parted by `;`. They are compared by ``HeaderName``, so case, accents
/// and punctuation do not count, and `Kunden-Nr.` is `kundennr`.
extension ImportField {
    /// Headers that mean this field wherever a row has it.
    var headerWords: String {
        let customer = customerWords
        let invoice = customer.isEmpty ? invoiceWords : customer
        let event = invoice.isEmpty ? eventWords : invoice
        return event.isEmpty ? rateWords : event
    }

    private var customerWords: String {
        switch self {
        case .customer:
            """
            customer id; customer no; customer number; customer code; customer key; customer account; cust no; cust id; \
            cust number; account ref; a/c; a/c ref; client id; client no; client number; client code; account number; account no; account code; \
            account id; acct no; debtor id; debtor no; debtor number; debtor code; bill to customer no; \
            sell to customer no; customer internal id; Kundennummer; Kunden-Nr.; Kundennr; Kd-Nr.; KdNr; Kunden-ID; \
            Debitor; Debitorennummer; Debitoren-Nr.; Debitornr; Debitorenkonto; Kontonummer; Konto; Konto-Nr.; \
            Personenkonto; Numéro client; N° client; No client; Code client; Référence client; Compte client; \
            Compte tiers; Compte auxiliaire; Número de cliente; N.º cliente; Nº cliente; Código cliente; \
            Código de cliente; Id cliente; Cuenta cliente; Numero cliente; N. cliente; Codice cliente; Cod. cliente; \
            Conto cliente
            """
        case .customerName:
            """
            customer name; customer full name; client name; account name; company name; company; debtor name; \
            bill to name; sell to customer name; bill to customer; organisation; organization; Kundenname; Firma; \
            Firmenname; Debitorname; Debitorenname; Kundenbezeichnung; Name des Kunden; Nom client; Nom du client; \
            Raison sociale; Société; Intitulé; Nombre cliente; Nombre del cliente; Razón social; Empresa; Nome cliente; \
            Ragione sociale; Azienda; Denominazione
            """
        case .segment:
            "customer segment; customer group; customer class; Kundengruppe; Kundensegment; Segment client; "
                + "Groupe client; Segmento; Grupo de clientes; Gruppo clienti"
        case .country:
            """
            country code; country region code; billing country; land; Länderkennzeichen; Länderschlüssel; Ländercode; \
            LKZ; Pays; Code pays; País; Código país; Paese; Nazione; Codice paese
            """
        case .industry:
            "sector; industry code; Branche; Branchenschlüssel; Secteur; Secteur d'activité; Industria; Settore"
        case .doNotContact: "do not contact; no contact; contact block; Nicht kontaktieren; Mahnsperre; dunning block"
        case .creditLimit:
            "credit limit; credit limit lcy; Kreditlimit; Limite de crédit; Encours autorisé; Límite de crédito; "
                + "Limite di credito; Fido"
        case .status: "customer status; account status; Kundenstatus; Statut; Estado; Stato"
        case .isPerson: "is person; is individual; Privatperson; Particulier; Persona física; Persona fisica"
        case .paymentTerms:
            """
            payment terms; terms; terms code; payment terms code; net terms; terms days; credit terms; \
            Zahlungsbedingungen; Zahlungsbedingung; Zahlungsziel; Zahlungsziel Tage; Conditions de paiement; \
            Délai de paiement; Condiciones de pago; Plazo de pago; Condizioni di pagamento; Termini di pagamento
            """
        case .arOwner: "ar owner; collector; credit controller; Sachbearbeiter; Gestionnaire; Gestor de cobro"
        case .salesOwner:
            """
            sales owner; sales rep; salesperson; salesperson code; account manager; account owner; Vertreter; \
            Vertriebsmitarbeiter; Kundenbetreuer; Représentant; Commercial; Vendedor; Comercial; Agente; Venditore
            """
        case .labels: "tags; label; tag; Schlagworte; Étiquettes; Etiquetas; Etichette"
        case .contact: "contact id; contact key; contact no; Kontakt-ID; Ansprechpartner-Nr."
        case .contactName:
            """
            contact name; contact person; full name; Ansprechpartner; Kontaktperson; Kontaktname; Nom du contact; \
            Nom contact; Interlocuteur; Nombre de contacto; Persona de contacto; Nome contatto; Referente
            """
        case .role: "job title; position; title; Funktion; Rolle; Fonction; Cargo; Ruolo; Puesto"
        case .email:
            """
            email address; e-mail; e-mail address; main email; E-Mail-Adresse; Mail; Courriel; Adresse e-mail; \
            Adresse électronique; Correo electrónico; Correo; Posta elettronica; Indirizzo e-mail
            """
        case .phone:
            "phone number; telephone; phone no; main phone; tel; Telefon; Telefonnummer; Téléphone; Teléfono; Telefono"
        case .timeZone: "time zone; timezone; Zeitzone; Fuseau horaire; Zona horaria; Fuso orario"
        case .language: "language code; preferred language; Sprache; Langue; Idioma; Lingua"
        case .isPrimary: "is primary; primary; primary contact; main contact; Hauptansprechpartner"
        case .bouncedOn: "bounced on; bounced; bounce date"
        case .invoice, .invoiceNumber, .invoiceDate, .dueDate, .amount, .currency, .poNumber, .notes, .voidedOn,
            .creditedInvoice, .settledDate, .openBalance, .balanceOn, .payment, .paymentDate, .paymentType, .method,
            .reference, .reverses, .allocatedOn, .promise, .promisedOn, .promiseDueDate, .withdrawnOn, .note, .dispute,
            .openedOn, .resolvedOn, .category, .reason, .owner, .disputeDueDate, .outcome, .communication, .direction,
            .channel, .occurredOn, .subject, .body, .replyTo, .rateDate, .fromCurrency, .toCurrency, .rate:
            ""
        }
    }

    private var invoiceWords: String {
        switch self {
        case .invoice:
            """
            invoice id; invoice key; invoice internal id; bill id; document id; Rechnungs-ID; ID facture; Id factura; \
            Id fattura
            """
        case .invoiceDate:
            """
            invoice date; issue date; issued on; date issued; document date; bill date; billing date; invoiced on; \
            Rechnungsdatum; Belegdatum; Ausstellungsdatum; Fakturadatum; Re-Datum; Date de facture; Date facture; \
            Date de facturation; Date d'émission; Date de la facture; Date pièce; Date de pièce; Fecha factura; Fecha de factura; \
            Fecha de emisión; Fecha emisión; Data fattura; Data emissione; Data documento; Data di emissione
            """
        case .dueDate:
            """
            due date; due on; due; payment due date; net due date; date due; maturity date; Fälligkeit; \
            Fälligkeitsdatum; Fällig am; Fällig; Fälligkeitstermin; Nettofälligkeit; Netto-Fälligkeit; Date d'échéance; \
            Date échéance; Échéance; Échéance le; Fecha de vencimiento; Fecha vencimiento; Vencimiento; Vto; \
            Data scadenza; Data di scadenza; Scadenza
            """
        case .amount:
            """
            invoice amount; total amount; amount total; gross amount; invoice total; grand total; total gross; \
            total incl tax; total incl vat; amount including vat; amount inc vat; amount in doc curr; \
            amount in document currency; Rechnungsbetrag; Sollbetrag; Bruttobetrag; Betrag; Betrag brutto; Gesamtbetrag; Brutto; \
            Rechnungssumme; Endbetrag; Betrag in Belegwährung; Montant TTC; Total TTC; Montant; \
            Montant total; Montant facture; Importe; Importe total; Total factura; Importe factura; Importo; \
            Importo totale; Totale fattura; Totale documento; paid amount; amount paid; payment amount; amount applied; \
            applied amount; amount received; Zahlbetrag; Zahlungsbetrag; Montant payé; Montant réglé; Importe pagado; \
            Importo pagato; disputed amount; promised amount
            """
        case .currency:
            """
            currency code; currency iso code; curr; ccy; document currency; transaction currency; invoice currency; \
            Währung; Währungscode; Währungskennzeichen; Währungskürzel; Währg; WKZ; Belegwährung; Devise; Monnaie; \
            Code devise; Moneda; Divisa; Código moneda; Valuta; Codice valuta
            """
        case .poNumber:
            """
            po number; po no; po; purchase order; purchase order number; customer po; customer po number; \
            p o number; po/check number; purchaseorder; customer reference; your reference; external document no; Bestellnummer; Bestell-Nr.; \
            Ihre Referenz; Ihr Zeichen; Kundenreferenz; Auftragsnummer des Kunden; N° de commande; Bon de commande; \
            Commande; Número de pedido; Pedido; Nº pedido; Numero ordine; Ordine; N. ordine
            """
        case .notes:
            "memo; comments; comment; remarks; description; Bemerkung; Notiz; Buchungstext; Notas; Note interne"
        case .voidedOn:
            "voided on; void date; cancelled on; cancellation date; Stornodatum; Storniert am; Date d'annulation"
        case .creditedInvoice:
            "credited invoice; original invoice; applies to invoice; Gutgeschriebene Rechnung; Ursprungsrechnung; "
                + "Facture d'origine; Factura rectificada; Fattura collegata"
        case .settledDate:
            """
            settled date; settled on; clear date; clearing date; closed date; date closed; fully paid on date; \
            paid off date; paid date; date paid; paid on; Ausgleichsdatum; Ausgleich; Bezahlt am; Bezahlt; \
            Date de règlement; Date règlement; Réglée le; Payée le; Fecha de cobro; Cobrada el; Data saldo; \
            Pagata il; Data incasso
            """
        case .openBalance:
            """
            open balance; balance; balance due; amount due; outstanding; outstanding amount; amount outstanding; \
            remaining amount; open amount; due amount; amount remaining; invoice amount due; Offener Betrag; Offen; \
            Saldo; Restbetrag; Offener Posten; Noch offen; Reste à payer; Solde; Restant dû; Solde dû; Saldo pendiente; \
            Pendiente; Importe pendiente; Saldo residuo; Residuo; Da pagare; Importo residuo
            """
        case .balanceOn: "balance on; as of; as of date; report date; Stichtag; Date d'arrêté; Fecha de corte"
        case .invoiceNumber, .customer, .customerName, .segment, .country, .industry, .doNotContact, .creditLimit,
            .status, .isPerson, .paymentTerms, .arOwner, .salesOwner, .labels, .contact, .contactName, .role, .email,
            .phone, .timeZone, .language, .isPrimary, .bouncedOn, .payment, .paymentDate, .paymentType, .method,
            .reference, .reverses, .allocatedOn, .promise, .promisedOn, .promiseDueDate, .withdrawnOn, .note, .dispute,
            .openedOn, .resolvedOn, .category, .reason, .owner, .disputeDueDate, .outcome, .communication, .direction,
            .channel, .occurredOn, .subject, .body, .replyTo, .rateDate, .fromCurrency, .toCurrency, .rate:
            ""
        }
    }

    private var eventWords: String {
        switch self {
        case .payment:
            """
            payment id; payment no; payment number; receipt no; receipt number; receipt id; transaction id; \
            Zahlungs-ID; Zahlungsnummer; Numéro de paiement; N° règlement; Id pago; Número de pago; Numero pagamento
            """
        case .paymentDate:
            """
            payment date; paid on; paid date; date paid; date of payment; receipt date; received on; value date; \
            Zahlungsdatum; Zahldatum; Zahlungseingang; Bezahlt am; Gezahlt am; Wertstellung; Valutadatum; \
            Date de paiement; Date paiement; Date de règlement; Date règlement; Fecha de pago; Fecha pago; \
            Fecha de cobro; Data pagamento; Data di pagamento; Data incasso
            """
        case .paymentType: "payment type; entry type; Zahlungsart Typ; Buchungsart; Type de paiement; Tipo de pago"
        case .method:
            """
            payment method; payment method code; pay method; Zahlungsart; Zahlungsweise; Zahlweg; Mode de paiement; \
            Mode de règlement; Moyen de paiement; Forma de pago; Método de pago; Metodo di pagamento; \
            Modalità di pagamento
            """
        case .reference:
            """
            payment reference; bank reference; ref; check no; cheque no; check number; Verwendungszweck; Referenz; \
            Zahlungsreferenz; Référence; Référence paiement; Referencia; Riferimento
            """
        case .reverses: "reverses; reversed payment; reversal of; Storno von"
        case .allocatedOn: "allocated on; applied on; applied date; allocation date; date applied; Zugeordnet am"
        case .promise: "promise id; promise no; promise key; ptp id"
        case .promisedOn:
            "promised on; promise made on; promise made; made on; Zugesagt am; Promis le; Prometido el; Promesso il"
        case .promiseDueDate:
            "promise due date; promise date; promised date; promised for; ptp date; Zusage bis; Zugesagt zum; "
                + "Date promise; Date promesse; Fecha prometida; Data promessa"
        case .withdrawnOn: "withdrawn on; withdrawn; Zurückgezogen am"
        case .note: "notes; comment; comments; remark; Notiz; Bemerkung; Nota; Remarque"
        case .dispute: "dispute id; dispute no; case id; case number; claim no; ticket; Reklamationsnummer"
        case .openedOn:
            """
            opened on; open date; opened; date opened; dispute date; created on; raised on; Eröffnet am; Reklamiert am; \
            Ouvert le; Abierta el; Aperta il
            """
        case .resolvedOn:
            "resolved on; resolved; date resolved; closed on; closed date; Gelöst am; Erledigt am; Résolu le; "
                + "Clos le; Resuelta el; Risolta il"
        case .category: "dispute category; dispute type; Kategorie; Catégorie; Categoría; Categoria"
        case .reason: "dispute reason; reason code; Grund; Reklamationsgrund; Motif; Motivo"
        case .owner: "assigned to; responsible; Zuständig; Bearbeiter; Responsable; Responsabile"
        case .disputeDueDate: "dispute due date; due date; respond by; Frist"
        case .outcome: "resolution; result; Ergebnis; Résultat; Resultado; Esito"
        case .communication: "communication id; message id; activity id; Nachrichten-ID"
        case .direction: "in out; Richtung; Sens; Dirección; Direzione"
        case .channel: "type of contact; communication type; Kanal; Canal; Canale"
        case .occurredOn: "occurred on; sent on; sent at; sent date; activity date; Gesendet am; Envoyé le; Enviado el"
        case .subject: "Betreff; Objet; Asunto; Oggetto"
        case .body: "message; text; content; Nachricht; Inhalt; Message texte; Mensaje; Messaggio"
        case .replyTo: "reply to; in reply to; answers; Antwort auf"
        case .customer, .customerName, .segment, .country, .industry, .doNotContact, .creditLimit, .status, .isPerson,
            .paymentTerms, .arOwner, .salesOwner, .labels, .contact, .contactName, .role, .email, .phone, .timeZone,
            .language, .isPrimary, .bouncedOn, .invoice, .invoiceNumber, .invoiceDate, .dueDate, .amount, .currency,
            .poNumber, .notes, .voidedOn, .creditedInvoice, .settledDate, .openBalance, .balanceOn, .rateDate,
            .fromCurrency, .toCurrency, .rate:
            ""
        }
    }

    private var rateWords: String {
        switch self {
        case .rateDate: "rate date; exchange rate date; date; day; Datum; Kursdatum; Fecha; Data"
        case .fromCurrency: "from currency; base currency; base; source currency; Von Währung; Basiswährung"
        case .toCurrency: "to currency; quote currency; target currency; currency; In Währung; Zielwährung"
        case .rate: "exchange rate; fx rate; Kurs; Wechselkurs; Taux; Taux de change; Tipo de cambio; Tasso di cambio"
        case .customer, .customerName, .segment, .country, .industry, .doNotContact, .creditLimit, .status, .isPerson,
            .paymentTerms, .arOwner, .salesOwner, .labels, .contact, .contactName, .role, .email, .phone, .timeZone,
            .language, .isPrimary, .bouncedOn, .invoice, .invoiceNumber, .invoiceDate, .dueDate, .amount, .currency,
            .poNumber, .notes, .voidedOn, .creditedInvoice, .settledDate, .openBalance, .balanceOn, .payment,
            .paymentDate, .paymentType, .method, .reference, .reverses, .allocatedOn, .promise, .promisedOn,
            .promiseDueDate, .withdrawnOn, .note, .dispute, .openedOn, .resolvedOn, .category, .reason, .owner,
            .disputeDueDate, .outcome, .communication, .direction, .channel, .occurredOn, .subject, .body, .replyTo:
            ""
        }
    }
}

extension ImportKind {
    /// Headers that mean one thing beside some columns and another beside others: what they are where the first field
    /// has no column of its own, and then where the second has none.
    var looseHeaderWords: [(words: String, fields: [ImportField])] {
        let customer =
            "customer; client; account; debtor; bill to; sold to; Kunde; Auftraggeber; Nom; Cliente; Tiers; name"
        let contact = "contact id; contact code; contact name; contact; contact person"
        let document =
            """
            invoice number; invoice no; invoice; invoice #; inv no; inv number; number; no; num; no.; document number; \
            document no; doc no; invoice ref; inv ref; ref; bill number; transaction number; doc number; Rechnungsnummer; Rechnungs-Nr.; \
            Rechnungsnr; Rechnung Nr; Rechnung; Re-Nr.; RgNr; Belegnummer; Beleg-Nr.; Belegnr; Belegfeld 1; Nummer; \
            Numéro de facture; N° facture; No facture; Facture; N° de facture; Numéro facture; Numéro de pièce; N° pièce; \
            Número de factura; Nº factura; N.º factura; Factura; Num. factura; Número factura; Numero fattura; \
            N. fattura; Fattura; Numero documento; Nr. fattura; N. documento
            """
        let day = "date; Datum; Fecha; Data; day"
        let posting = "posting date; Buchungsdatum; Date comptable; Fecha contable; Data registrazione; booking date"
        let total = "total; sum; Summe; Totale; total due"
        let local = "amount in local currency; amount lcy; Betrag in Hauswährung; Montant en devise locale"
        let localCurrency = "local currency; Hauswährung; LCurr"
        return switch self {
        case .ledger, .invoices:
            [
                (customer + "; " + contact, self == .ledger ? [.customer, .customerName] : [.customer]),
                (document, [.invoice, .invoiceNumber]),
                (day, [.invoiceDate]), (posting, [.invoiceDate]), (total, [.amount]), (local, [.amount]),
                (localCurrency, [.currency]),
            ]
        case .customers:
            [(customer + "; " + contact, [.customer, .customerName]), ("number; no; no.; id; code; nr", [.customer])]
        case .contacts:
            [
                ("customer; client; account; Kunde; Cliente; Tiers", [.customer]),
                ("name; contact; Nom; Nombre; Nome; Kontakt", [.contactName]), ("id", [.contact]),
            ]
        case .payments, .allocations:
            [
                (customer, [.customer]), (document, [.invoice]), ("applied to; applies to", [.invoice]),
                (day + "; " + posting, [.paymentDate, .allocatedOn]), (total, [.amount]), (local, [.amount]),
                ("type; Typ; Tipo", [.paymentType]),
                ("payment; receipt; Zahlung; Paiement; Pago; Pagamento", [.payment]),
            ]
        case .promises: [(document, [.invoice]), (day, [.promisedOn]), (total, [.amount])]
        case .disputes: [(document, [.invoice]), (day, [.openedOn]), (total, [.amount])]
        case .communications:
            [(customer, [.customer]), (document, [.invoice]), (day, [.occurredOn]), ("type; Typ; Tipo", [.channel])]
        case .rates:
            [
                ("from; Von", [.fromCurrency]), ("to; Nach", [.toCurrency]),
                ("currency; Währung; Devise; Moneda; Valuta; quote", [.toCurrency]),
            ]
        }
    }
}

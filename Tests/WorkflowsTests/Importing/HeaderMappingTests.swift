import TestKit
import Testing

@testable import Workflows

@Suite struct HeaderMappingTests {
    @Test(arguments: ImportKind.allCases)
    func `no header means two fields of a kind`(_ kind: ImportKind) {
        #expect(HeaderLexicon.of(kind).conflicts == [])
    }

    @Test(arguments: [
        ("Fällig am", "FAELLIG_AM"), ("N° client", "No Client"), ("Date d'échéance", "date d echeance"),
        ("Rechnungs-Nr.", "rechnungsnr"), ("Importe\u{A0}total", "IMPORTE TOTAL"),
    ])
    func `case, accents and punctuation do not count`(_ left: String, _ right: String) {
        #expect(HeaderName(left) == HeaderName(right))
    }

    @Test(arguments: ImportKind.allCases)
    func `each field of a kind is found by its own name`(_ kind: ImportKind) {
        var mapping = ColumnMapping(
            headers: kind.fields.map(\.rawValue),
            line: 1,
            profile: ImportProfile(findingColumnsOf: kind)
        )
        mapping.mapByHeader()
        for (place, field) in kind.fields.enumerated() { #expect(mapping.columns[field] == place, "\(field)") }
    }

    /// An export as a program heads it, and what its columns are; `-` is one that is not read.
    struct Export: CustomTestStringConvertible, Sendable {
        let program: String
        let kind: ImportKind
        let headers: String
        let fields: String

        var testDescription: String { program }
    }

    static let exports = [
        Export(
            program: "Dynamics Business Central",
            kind: .ledger,
            headers: "Posting Date,Document Type,Document No.,Customer No.,Customer Name,Currency Code,Amount,"
                + "Remaining Amount,Due Date",
            fields: "invoice_date,-,invoice,customer,customer_name,currency,amount,open_balance,due_date"
        ),
        Export(
            program: "NetSuite",
            kind: .ledger,
            headers: "Date,Document Number,Name,Due Date,Amount,Amount Remaining,Currency,PO/Check Number",
            fields: "invoice_date,invoice,customer,due_date,amount,open_balance,currency,po_number"
        ),
        Export(
            program: "Zoho Books",
            kind: .ledger,
            headers: "Invoice Date,Invoice ID,Invoice Number,Customer ID,Customer Name,Due Date,PurchaseOrder,"
                + "Currency Code,Total,Balance,Notes",
            fields: "invoice_date,invoice,invoice_number,customer,customer_name,due_date,po_number,currency,amount,"
                + "open_balance,notes"
        ),
        Export(
            program: "Sage 50",
            kind: .invoices,
            headers: "A/C,Invoice Date,Due Date,Ref,Details,Amount,Currency",
            fields: "customer,invoice_date,due_date,invoice,-,amount,currency"
        ),
        Export(
            program: "Lexware",
            kind: .ledger,
            headers: "Kunden-Nr.,Kundenname,Rechnungsnr.,Datum,Fälligkeit,Betrag,Offener Betrag,Währung",
            fields: "customer,customer_name,invoice,invoice_date,due_date,amount,open_balance,currency"
        ),
        Export(
            program: "SAP, line items of customers",
            kind: .ledger,
            headers: "Customer,Document Number,Document Date,Posting Date,Net due date,Amount in doc. curr.,"
                + "Document currency,Clearing date",
            fields: "customer,invoice,invoice_date,-,due_date,amount,currency,settled_date"
        ),
        Export(
            program: "a Spanish list",
            kind: .ledger,
            headers: "Cliente,Razón social,Factura,Fecha,Vencimiento,Importe,Pendiente,Moneda",
            fields: "customer,customer_name,invoice,invoice_date,due_date,amount,open_balance,currency"
        ),
        Export(
            program: "an Italian list",
            kind: .ledger,
            headers: "Cliente,Ragione sociale,N. documento,Data documento,Scadenza,Importo,Residuo,Valuta",
            fields: "customer,customer_name,invoice,invoice_date,due_date,amount,open_balance,currency"
        ),
        Export(
            program: "a French list",
            kind: .ledger,
            headers: "Compte tiers,Intitulé,N° pièce,Date pièce,Échéance,Montant,Solde,Devise",
            fields: "customer,customer_name,invoice,invoice_date,due_date,amount,open_balance,currency"
        ),
        Export(
            program: "people",
            kind: .contacts,
            headers: "Customer No,Name,Job Title,E-Mail,Telephone,Sprache",
            fields: "customer,contact_name,role,email,phone,language"
        ),
        Export(
            program: "bank receipts",
            kind: .payments,
            headers: "Kundennummer,Rechnungsnummer,Zahlungseingang,Zahlbetrag,Währung,Verwendungszweck,Zahlungsart",
            fields: "customer,invoice,payment_date,amount,currency,reference,method"
        ),
    ]

    @Test(arguments: exports)
    func `an export's columns are found by its own headers`(_ export: Export) {
        let headers = export.headers.split(separator: ",").map(String.init)
        let profile = ImportProfile(findingColumnsOf: export.kind)
        var mapping = ColumnMapping(headers: headers, line: 1, profile: profile)
        mapping.mapByHeader()
        let found = headers.indices.map { place in
            ImportField.allCases.first { mapping.columns[$0] == place }?.rawValue ?? "-"
        }
        #expect(found.joined(separator: ",") == export.fields)
        #expect(mapping.problems.isEmpty)
        #expect(mapping.missingFields.isEmpty)
    }

    @Test(arguments: ImportKind.allCases)
    func `the kind is found by the names of its fields`(_ kind: ImportKind) throws {
        #expect(try KindFinding.kind(of: kind.fields.map(\.rawValue), line: 1) == kind)
    }
}

import HTTP
import WebUI

/// A file of the review page, ready to be sent.
struct PageAsset: Sendable {
    let path: String
    /// The answer to a request for it; 304 where the browser has it already.
    let reply: Reply

    /// Scripts and styles from us alone, and nothing that runs from inside the page.
    static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// Every file, at its own name; the page itself also at the root.
    static let all: [PageAsset] = WebAsset.all.flatMap { asset in
        let file = PageAsset(asset, at: "/\(asset.name)")
        return asset.name == "index.html" ? [PageAsset(asset, at: "/"), file] : [file]
    }

    private init(_ asset: WebAsset, at path: String) {
        self.path = path
        let body = asset.body.withUTF8Buffer { unsafe Array($0) }
        var reply = Reply(body: body)
        reply.contentType = asset.mediaType
        reply.tag = .known(Reply.tagText(of: body))
        // The browser asks each time and gets 304: a new program brings a new page at once.
        reply.cacheControl = "no-cache"
        reply.contentSecurityPolicy = PageAsset.contentSecurityPolicy
        self.reply = reply
    }
}

import Testing
import WebUI

@Suite struct WebAssetTests {
    @Test func `the page is there and everything has a media type a browser runs`() {
        let names = WebAsset.all.map(\.name)
        #expect(names.contains("index.html"))
        #expect(Set(names).count == names.count)
        for asset in WebAsset.all { #expect(asset.mediaType != "text/plain; charset=utf-8", "\(asset.name)") }
    }

    @Test func `the page runs nothing inline and loads nothing from elsewhere`() {
        for asset in WebAsset.all {
            let text = "\(asset.body)"
            #expect(!text.contains("https://") || asset.name.hasSuffix(".svg"), "\(asset.name)")
            #expect(!text.contains(" onclick="), "\(asset.name)")
            #expect(!text.contains("<style"), "\(asset.name)")
            #expect(!text.contains(" style="), "\(asset.name)")
        }
    }
}

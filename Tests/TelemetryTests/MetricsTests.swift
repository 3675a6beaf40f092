import Telemetry
import Testing

@Suite struct MetricsTests {
    @Test func `figures are rendered as Prometheus reads them`() {
        let metrics = Metrics()
        let found = metrics.counter("requests_total", "Requests\nanswered.", labels: ["status": "200"])
        let missed = metrics.counter("requests_total", "Requests\nanswered.", labels: ["status": "4\"\\\n"])
        let open = metrics.gauge("connections", "Connections open now.")
        let time = metrics.histogram("wait_seconds", "Time waited.", bounds: [0.1, 1], labels: ["loop": "0"])
        found.increment()
        found.increment(by: 2)
        missed.increment()
        open.set(2.5)
        for seconds in [0.05, 0.1, 0.5, 7, .nan] { time.observe(seconds) }
        #expect(found.value == 3)
        #expect(
            metrics.rendered() == #"""
                # HELP requests_total Requests\nanswered.
                # TYPE requests_total counter
                requests_total{status="200"} 3
                requests_total{status="4\"\\\n"} 1
                # HELP connections Connections open now.
                # TYPE connections gauge
                connections 2.5
                # HELP wait_seconds Time waited.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{loop="0",le="0.1"} 2
                wait_seconds_bucket{loop="0",le="1.0"} 3
                wait_seconds_bucket{loop="0",le="+Inf"} 4
                wait_seconds_sum{loop="0"} 7.65
                wait_seconds_count{loop="0"} 4

                """#
        )
    }

    @Test func `a histogram without labels has no empty braces`() {
        let metrics = Metrics()
        metrics.histogram("a", "b", bounds: [1]).observe(1)
        #expect(metrics.rendered().hasSuffix("a_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum 1.0\na_count 1\n"))
    }

    @Test func `a registry without figures says nothing`() {
        #expect(Metrics().rendered().isEmpty)
    }

    @Test func `threads count together`() async {
        let metrics = Metrics()
        let counter = metrics.counter("a_total", "b")
        let histogram = metrics.histogram("c", "d", bounds: [])
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        counter.increment()
                        histogram.observe(1)
                    }
                }
            }
        }
        #expect(counter.value == 4_000)
        #expect(metrics.rendered().hasSuffix("c_sum 4000.0\nc_count 4000\n"))
    }

    @Test func `a figure that cannot be told from another is a mistake that shows at the start`() async {
        await #expect(processExitsWith: .failure) {
            let metrics = Metrics()
            _ = metrics.counter("a", "b", labels: ["c": "d"])
            _ = metrics.counter("a", "b", labels: ["c": "d"])
        }
        await #expect(processExitsWith: .failure) {
            let metrics = Metrics()
            _ = metrics.counter("a", "b")
            _ = metrics.gauge("a", "b", labels: ["c": "d"])
        }
        await #expect(processExitsWith: .failure) { _ = Metrics().counter("a-b", "c") }
        await #expect(processExitsWith: .failure) { _ = Metrics().histogram("a", "b", bounds: [2, 1]) }
    }
}

internal import FoundationEssentials

/// What `hb_perf` estimates of a compiled model, from the `summary` of its JSON.
package struct PerformanceReport: Sendable, Hashable {
    /// Microseconds for one run on one BPU core.
    package let latencyMicroseconds: Double
    /// Frames a second on one core; a run may hold several frames.
    package let framesPerSecond: Double
    package let framesPerRun: Int
    /// Bytes moved between DDR memory and the BPU for one frame.
    package let ddrBytesPerFrame: Int
    package let loadedBytesPerFrame: Int
    package let storedBytesPerFrame: Int
    /// Operations for one frame, a multiply-accumulate counted as two.
    package let operationsPerFrame: Int
    /// Share of the time in which the BPU computes, for each interval of ``intervalMilliseconds``; 0...1.
    package let utilization: [Double]
    package let intervalMilliseconds: Double
    /// hbdk-cc's version and its command line.
    package let compilerVersion: String
    package let compilerOptions: String

    /// What ``MapperStep/perf`` calls the report, in `perf/`.
    package static let fileName = "performance.json"

    /// Reads the report that ``MapperStep/perf`` makes.
    ///
    /// - Throws: ``ToolchainError/badReport(path:reason:)``, `FileError`.
    package init(json path: String) throws {
        let data = Data(try readText(path).utf8)
        let report: File
        do {
            report = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw ToolchainError.badReport(
                path: path, reason: "expected hb_perf's JSON with latency, FPS and DDR bytes")
        }
        let summary = report.summary
        guard summary.latency.isFinite, summary.latency > 0, summary.fps > 0, summary.frames > 0 else {
            throw ToolchainError.badReport(path: path, reason: "latency, FPS and frames per run must be positive")
        }
        latencyMicroseconds = summary.latency
        framesPerSecond = summary.fps
        framesPerRun = summary.frames
        ddrBytesPerFrame = summary.ddr
        loadedBytesPerFrame = summary.loaded
        storedBytesPerFrame = summary.stored
        operationsPerFrame = summary.operations
        utilization = summary.utilization ?? []
        intervalMilliseconds = summary.interval ?? 0
        compilerVersion = summary.version ?? ""
        compilerOptions = summary.options ?? ""
    }

    private struct File: Decodable {
        let summary: Summary
    }

    private struct Summary: Decodable {
        let latency: Double
        let fps: Double
        let frames: Int
        let ddr: Int
        let loaded: Int
        let stored: Int
        let operations: Int
        let utilization: [Double]?
        let interval: Double?
        let version: String?
        let options: String?

        enum CodingKeys: String, CodingKey {
            case latency = "latency (us)"
            case fps = "FPS"
            case frames = "frame per run"
            case ddr = "DDR bytes per frame"
            case loaded = "loaded bytes per frame"
            case stored = "stored bytes per frame"
            case operations = "BPU OPs per frame (effective)"
            case utilization = "interval computing unit utilization"
            case interval = "interval time (ms)"
            case version = "HBDK version"
            case options = "compiling options"
        }
    }
}

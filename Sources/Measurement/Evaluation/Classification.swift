package import Diagnostics
internal import Imaging

/// Classifies single images with one engine.
package struct Classification: Sendable {
    /// One class that an image may show.
    package struct Prediction: Sendable, Hashable {
        /// Index of the class, from 0.
        package let index: Int
        /// Name of the class, if one is known.
        package let name: String?
        package let logit: Float
        /// By softmax over all classes; 0...1.
        package let probability: Double
    }

    /// What became of one image.
    package struct Result: Sendable {
        package let path: String
        /// The most likely first.
        package let predictions: [Prediction]
        /// Time of the engine alone, for each repetition.
        package let seconds: [Double]
    }

    private let engine: any ClassifierEngine
    private let loader: SampleLoader
    private let names: [Int: String]

    /// - Parameter names: of the classes, by index; some or all may be missing.
    package init(_ engine: any ClassifierEngine, loader: SampleLoader, names: [Int: String] = [:]) {
        self.engine = engine
        self.loader = loader
        self.names = names
    }

    /// The likeliest classes of each image that can be read, in order.
    ///
    /// - Parameters:
    ///   - count: how many classes for each.
    ///   - repetitions: how many times each image is computed, to measure the time.
    ///   - lanes: runs at the same time.
    ///   - unreadable: called for each image that cannot be read.
    /// - Throws: what the engine throws.
    package func run(
        _ paths: [String], count: Int, repetitions: Int = 1, lanes: Int = 1,
        unreadable: @escaping @Sendable (any UserError) -> Void, progress: @escaping Progress.Handler
    ) async throws -> [Result] {
        let starts = Array(stride(from: 0, to: paths.count, by: engine.batch))
        var results: [Int: [Result]] = [:]
        var next = 0
        try await withThrowingTaskGroup(of: (Int, [Result]).self) { group in
            func start() {
                guard next < starts.count else { return }
                let index = next
                next += 1
                let chunk = Array(paths[starts[index]..<min(starts[index] + engine.batch, paths.count)])
                group.addTask { (index, try await classify(chunk, count, repetitions, unreadable)) }
            }
            for _ in 0..<max(1, lanes) { start() }
            while let (index, some) = try await group.next() {
                results[index] = some
                let done = min(results.count * engine.batch, paths.count)
                progress(Progress("classifying images", completed: done, total: paths.count))
                start()
            }
        }
        return starts.indices.flatMap { results[$0] ?? [] }
    }

    private func classify(
        _ paths: [String], _ count: Int, _ repetitions: Int, _ unreadable: @Sendable (any UserError) -> Void
    ) async throws -> [Result] {
        try Task.checkCancellation()
        var readable: [String] = []
        var samples: [Sample] = []
        for path in paths {
            do {
                samples.append(try loader.load(path))
                readable.append(path)
            } catch let error as ImageError {
                unreadable(error)
            }
        }
        guard !samples.isEmpty else { return [] }
        let clock = ContinuousClock()
        var logits: [[Float]] = []
        var seconds: [Double] = []
        for _ in 0..<max(1, repetitions) {
            let start = clock.now
            logits = try await engine.logits(samples)
            seconds.append((clock.now - start) / .seconds(1) / Double(samples.count))
        }
        return zip(readable, logits).map { path, logits in
            Result(path: path, predictions: predictions(logits, count: count), seconds: seconds)
        }
    }

    private func predictions(_ logits: [Float], count: Int) -> [Prediction] {
        let ranking = Ranking(logits, count: count)
        return zip(ranking.classes, ranking.probabilities).map { index, probability in
            Prediction(index: index, name: names[index], logit: logits[index], probability: probability)
        }
    }
}

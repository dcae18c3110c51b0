internal import CalibrationData
internal import Imaging
internal import InputContract
internal import Support

extension Preparation {
    /// Makes the calibration data, from the user's images or from generated ones.
    func calibration(_ input: InputSpecification, _ runner: inout StageRunner) async throws {
        let images = options.images ?? folder.demoImages
        if options.images == nil {
            let inputs = ["count": String(options.count), "seed": String(options.seed)]
            try await runner.run(
                Stage(name: "demo-images", version: 1, inputs: inputs, outputs: [images])
            ) {
                try await DemoImages.make(
                    count: options.count, seed: options.seed, at: images, progress: events.progress)
            }
        }
        let request = CalibrationSet.Request(
            images: ImageSource(path: images), input: input, count: options.count, seed: options.seed,
            toolVersion: ToolVersion.current)
        let inputs = [
            "images": try Fingerprint.images(images), "count": String(options.count),
            "seed": String(options.seed), "preset": input.preset.hash.description, "size": input.size.description,
            "layout": input.layout.rawValue, "range": input.range.rawValue,
        ]
        try await runner.run(
            Stage(name: "calibration", version: 2, inputs: inputs, outputs: [folder.calibration])
        ) {
            _ = try await CalibrationSet.make(
                request, at: folder.calibration, warn: events.finding, progress: events.progress)
        }
    }
}

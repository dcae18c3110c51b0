package import Evaluation
internal import Reporting

/// What `infer` prints.
package struct InferenceReport: Encodable {
    package struct Image: Encodable {
        struct Class: Encodable {
            let index: Int
            let name: String?
            let logit: Float
            let probability: Double
        }

        let path: String
        let predictions: [Class]

        package init(path: String, predictions: [Classification.Prediction]) {
            self.path = path
            self.predictions = predictions.map {
                Class(index: $0.index, name: $0.name, logit: $0.logit, probability: $0.probability)
            }
        }
    }

    let schemaVersion = 1
    /// `simulator`, `vendor`, `quantized` or `float`.
    let engine: String
    let model: String
    let preset: String
    /// Range of the NV12 input of a compiled or quantized model.
    let range: String?
    /// Median time of one image, without reading it; `nil` if none could be read.
    package let milliseconds: Double?
    package let images: [Image]

    package init(
        engine: String, model: String, preset: String, range: String? = nil, milliseconds: Double? = nil,
        images: [Image]
    ) {
        self.engine = engine
        self.model = model
        self.preset = preset
        self.range = range
        self.milliseconds = milliseconds
        self.images = images
    }

    /// A table for each image.
    package var text: String { images.map { "\($0.path)\n\($0.table.render())\n" }.joined() }
}

extension InferenceReport.Image {
    fileprivate var table: Table {
        var table = Table(.right("rank"), .right("class"), .left("name"), .right("probability"), .right("logit"))
        for (rank, prediction) in predictions.enumerated() {
            table.append(
                String(rank + 1), String(prediction.index), prediction.name ?? "",
                Figure.decimal(prediction.probability, places: 4),
                Figure.decimal(Double(prediction.logit), places: 3))
        }
        return table
    }
}

internal import CalibrationData
internal import Diagnostics
internal import Evaluation

/// The names of a model's classes.
package enum ClassNames {
    /// By index: those of a file that lists classes, else ImageNet's for 1000 classes.
    package static func of(_ count: Int?, labels: String? = nil) -> [Int: String] {
        let listed = labels.flatMap { path in
            (try? ClassLabels(contentsOf: path))?.listsClasses == true ? try? LabelsFile.read(path: path) : nil
        }
        let classes = listed ?? (count == ImageNetClasses.all.count ? ImageNetClasses.all : [])
        return Dictionary(classes.map { ($0.index, $0.name) }) { first, _ in first }
    }
}

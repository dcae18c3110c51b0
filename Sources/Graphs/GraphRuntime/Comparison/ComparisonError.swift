package import Diagnostics

/// Why two models are not compared by numbers.
package enum ComparisonError: UserError {
    /// One of the two models does not run. `which` says which: `the original`, `the simplified model`.
    case runtime(any UserError, which: String)
    /// An input of which no sample can be made.
    case input(name: String, problem: String)
    /// The two models do not have the same outputs, or their shapes differ.
    case outputs(String)

    package var message: String {
        switch self {
        case .runtime(let error, let which): "\(which) does not run: \(error.message)"
        case .input(let name, let problem): "input '\(name)': \(problem)"
        case .outputs(let problem): problem
        }
    }

    package var fix: String? {
        switch self {
        case .runtime(let error, _): error.fix
        case .input: "fix its shape: --input-shape name=1x3x224x224"
        case .outputs: nil
        }
    }
}

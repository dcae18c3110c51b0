import ArgumentParser

/// `calibration`: groups the commands that turn images into data for the mapper and the board.
struct Calibration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make and check calibration data and input data for the board.",
        discussion: """
            A preset describes how an image is brought to the model's input size. Calibration, evaluation and the \
            board must use the same preset:

              timm           Pillow bicubic, short side to floor(size / 0.95),
                             center crop (RepViT was trained for this)
              squash         Pillow bicubic, resized to the square
              zoo-direct     OpenCV bilinear, resized to the square
              zoo-letterbox  OpenCV bilinear, aspect ratio kept, gray border
              shortside-256  Pillow bicubic, short side to 256 for 224,
                             center crop (RepViT's own repository)

            A YAML file defines other presets, with the keys name, decode (pillow, opencv), orientation, resize \
            (short-side, stretch, fit), crop_fraction, kernel (pillow-bicubic, pillow-bilinear, opencv-bilinear) \
            and fill.
            """,
        subcommands: [
            CalibrationMake.self, CalibrationInspect.self, CalibrationNV12.self, CalibrationFetch.self,
            CalibrationDemoImages.self,
        ])
}

import ArgumentParser

/// Groups what is done with pictures for the model.
struct Calibration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes calibration data and input data for the board.",
        discussion: """
            A preset says how a picture is brought to the model's size; calibration, evaluation and the board must use
            the same one. The presets:

              timm           Pillow bicubic, short side to floor(size / 0.95), centre crop (what RepViT was trained for)
              squash         Pillow bicubic, straight to the square
              zoo-direct     OpenCV bilinear, straight to the square
              zoo-letterbox  OpenCV bilinear, aspect kept, centred on gray 127
              shortside-256  Pillow bicubic, short side to 256 of 224, centre crop (RepViT's own repository)

            A YAML file makes another one: name, decode (pillow, opencv), orientation, resize (short-side, stretch,
            fit), crop_fraction, kernel (pillow-bicubic, pillow-bilinear, opencv-bilinear), fill.
            """,
        subcommands: [
            CalibrationMake.self, CalibrationInspect.self, CalibrationNV12.self, CalibrationFetch.self,
            CalibrationDemoImages.self,
        ])
}

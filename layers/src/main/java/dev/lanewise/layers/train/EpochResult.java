package dev.lanewise.layers.train;

/**
 * One line of a run's history.
 *
 * @param epoch from 1
 * @param step of the run at its end
 * @param trainLoss mean over the epoch, while it was going on, without regularisation
 * @param trainAccuracy part of the images that was right while the epoch was going on, 0 to 1
 * @param validationLoss at its end; NaN without validation samples
 * @param validationAccuracy at its end, 0 to 1; NaN without validation samples
 * @param seconds training took, validation not counted
 * @param imagesPerSecond of training
 */
public record EpochResult(
    int epoch,
    long step,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double seconds,
    double imagesPerSecond) {}

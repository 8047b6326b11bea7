package dev.lanewise.layers.train;

/**
 * What a listener learns after every step.
 *
 * @param epoch from 1
 * @param batch of this epoch, from 1
 * @param batches in a whole epoch
 * @param step of the run, from 1
 * @param steps of the whole run
 * @param loss mean over this batch, without regularisation
 * @param accuracy part of this batch that was right, 0 to 1
 * @param trainLoss mean over this epoch so far
 * @param trainAccuracy part of this epoch so far that was right
 * @param learningRate of this step
 * @param imagesPerSecond over this epoch so far
 */
public record BatchResult(
    int epoch,
    int batch,
    int batches,
    long step,
    long steps,
    double loss,
    double accuracy,
    double trainLoss,
    double trainAccuracy,
    double learningRate,
    double imagesPerSecond) {}

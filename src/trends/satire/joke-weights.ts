/** Written by `npm run eval -- train-satire`: one weight for each of `jokeFeatures`, the bias last. */
export const JOKE_WEIGHTS: readonly number[] = [
  2.296, 2.505, 0.0, -0.579, 1.005, 1.48, -2.031, -0.969, 1.44, 0.216, -1.187, -2.253, -0.18, -0.385, -1.326,
  2.006, -2.444, 0.313,
]

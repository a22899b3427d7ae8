namespace Verifiable.Cli.Liquidation;

/// <summary>How accounts were made: with their market and model, and their number, enough to make them again.</summary>
/// <param name="Positions">Rows of each.</param>
/// <param name="Seed">The seed of every draw.</param>
internal readonly record struct MadeAccounts(int Positions, ulong Seed);

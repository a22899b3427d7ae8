using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>The first word of each hashed preimage, so that bytes of one kind never hash as another kind.</summary>
public static class Tags
{
    /// <summary>Of the engine's identity.</summary>
    public static Bytes32 Engine { get; } = Of("ENGINE");

    /// <summary>Of model parameters.</summary>
    public static Bytes32 Parameters { get; } = Of("PARAMETERS");

    /// <summary>Of a scenario set.</summary>
    public static Bytes32 Scenarios { get; } = Of("SCENARIOS");

    /// <summary>Of a market snapshot's list of section hashes.</summary>
    public static Bytes32 Market { get; } = Of("MARKET");

    /// <summary>Of one section of a market snapshot.</summary>
    public static Bytes32 Section { get; } = Of("SECTION");

    /// <summary>Of a book.</summary>
    public static Bytes32 Book { get; } = Of("BOOK");

    /// <summary>Of a list of books.</summary>
    public static Bytes32 Books { get; } = Of("BOOKS");

    /// <summary>Of a book's positions.</summary>
    public static Bytes32 Rows { get; } = Of("ROWS");

    /// <summary>Of a book's collateral.</summary>
    public static Bytes32 Collateral { get; } = Of("COLLATERAL");

    /// <summary>Of a margin result.</summary>
    public static Bytes32 Result { get; } = Of("RESULT");

    /// <summary>Of a result's scenario totals.</summary>
    public static Bytes32 Totals { get; } = Of("TOTALS");

    /// <summary>Of a replay bundle.</summary>
    public static Bytes32 Bundle { get; } = Of("BUNDLE");

    /// <summary>Of a model: engine, parameters and scenarios together.</summary>
    public static Bytes32 Model { get; } = Of("MODEL");

    /// <summary>Of the inputs key by which equivocation is found.</summary>
    public static Bytes32 Inputs { get; } = Of("INPUTS");

    /// <summary>Of a signer set.</summary>
    public static Bytes32 Signers { get; } = Of("SIGNERS");

    /// <summary>Of a self-proof session.</summary>
    public static Bytes32 Session { get; } = Of("SESSION");

    /// <summary>Of an order.</summary>
    public static Bytes32 Order { get; } = Of("ORDER");

    /// <summary>Of a tree's leaf.</summary>
    public static Bytes32 Leaf { get; } = Of("LEAF");

    /// <summary>Of a tree's inner node.</summary>
    public static Bytes32 Node { get; } = Of("NODE");

    /// <summary>Of a tree's padding.</summary>
    public static Bytes32 Pad { get; } = Of("PAD");

    /// <summary>Of a price history.</summary>
    public static Bytes32 History { get; } = Of("HISTORY");

    /// <summary>Of a covariance.</summary>
    public static Bytes32 Covariance { get; } = Of("COVARIANCE");

    private static Bytes32 Of(string name) => Keccak256.Hash(Encoding.ASCII.GetBytes($"VM1.{name}"));
}

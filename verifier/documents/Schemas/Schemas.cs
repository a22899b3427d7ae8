using System.Collections.Immutable;
using System.IO;
using System.Reflection;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The JSON Schemas of the documents (Draft 2020-12), for editors and other languages.</summary>
/// <remarks>
/// A schema checks shapes and spellings. What relates two members, or bounds a decimal, is checked by the readers only.
/// </remarks>
public static class Schemas
{
    private const int MaxBytes = 1 << 20;

    private static readonly Assembly Home = typeof(Schemas).Assembly;

    /// <summary>The names that <see cref="Open"/> knows.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "market", "model", "scenarios", "book", "result", "account", "comparison", "explanation", "sensitivities",
        "trade", "stresses", "stress", "history", "covariance", "backtest", "var", "slice", "cascade",
        "error",
    ];

    /// <summary>The bytes of a schema.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.SchemaUnknown"/>.</exception>
    public static byte[] Open(string name)
    {
        using Stream? stream = Home.GetManifestResourceStream($"Schemas/{name}.schema.json");
        return stream is null
            ? throw new MarginException(
                ErrorCode.SchemaUnknown, "", "schema", name, $"one of {string.Join(", ", Names)}")
            : BoundedFile.Read(stream, MaxBytes, name);
    }
}

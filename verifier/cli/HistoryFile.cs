using System.CommandLine;
using Verifiable.Documents;

namespace Verifiable.Cli;

/// <summary>The history document as the verbs read it.</summary>
internal static class HistoryFile
{
    internal static Argument<string> File { get; } = new("HISTORY")
    {
        Description = "A history document, as import prices writes it.",
    };

    /// <summary>Reads the document.</summary>
    internal static HistoryDocument Read(string file) =>
        HistoryDocument.Read(InputFile.Read(file, HistoryDocument.MaxBytes), file);
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Kernel;

namespace Verifiable.Cli.Liquidation;

/// <summary>Books from files, and from folders of them.</summary>
internal static class BookFiles
{
    /// <summary>The files of some paths; a folder stands for its <c>*.json</c> files in name order.</summary>
    internal static string[] FilesOf(IEnumerable<string> paths) => [.. paths.SelectMany(FilesOf)];

    /// <summary>Reads and lists every book.</summary>
    internal static Book[] Read(
        IEnumerable<string> files,
        MarketSnapshot market,
        ModelDocument model,
        ScenariosDocument scenarios) =>
        [.. files.Select(file =>
        {
            MarginInputs inputs = MarginInputs.ReadBook(file, market, model, scenarios);
            inputs.RequireNoOrders("a liquidation cancels an account's orders before anything is taken");
            inputs.RequireListed(inputs.Book.Book);
            return inputs.Book.Book;
        })];

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new MarginException(
                ErrorCode.FileUnreadable, path, "file", "no file *.json", "a folder of book documents");
    }
}

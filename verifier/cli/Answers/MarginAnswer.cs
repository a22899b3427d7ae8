using System.Diagnostics;
using Spectre.Console;
using Verifiable.Engine.Margin;

namespace Verifiable.Cli.Answers;

/// <summary>What margin answers: tables for people, one document for programs, and pictures of some.</summary>
internal abstract class MarginAnswer
{
    /// <summary>The result that <c>--fail-under</c> judges.</summary>
    internal abstract MarginResult Judged { get; }

    /// <summary>The document's bytes.</summary>
    internal abstract byte[] ToDocument();

    /// <summary>Prints the tables.</summary>
    /// <param name="console">Standard output.</param>
    /// <param name="limit">The health that <c>--fail-under</c> asks for, raw 1e-12; null without it.</param>
    internal abstract void Print(IAnsiConsole console, long? limit);

    /// <summary>The picture; the command asks no answer for it that has none.</summary>
    internal virtual string ToSvg() => throw new UnreachableException();

    /// <summary>The page; the command asks no answer for it that has none.</summary>
    internal virtual string ToHtml() => throw new UnreachableException();
}

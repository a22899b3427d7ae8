using System;
using System.Collections.Generic;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>
/// Files beside an answer: documents, pictures, pages. One that cannot be written is told on standard error and by the
/// exit code, and the answer is printed all the same; one that goes to standard output is the answer.
/// </summary>
internal sealed class SideFiles(Terminal terminal)
{
    private readonly List<MarginException> _unwritten = [];
    private bool _isAnswered;

    /// <summary>Writes a file that was asked for.</summary>
    /// <param name="file">Its name; null where it was not asked for.</param>
    /// <param name="content">Its content.</param>
    internal void Write(string? file, Func<byte[]> content)
    {
        if (file is null)
        {
            return;
        }

        _isAnswered |= file == OutputFile.Standard;
        if (OutputFile.TryWrite(file, content()) is MarginException refusal)
        {
            _unwritten.Add(refusal);
        }
    }

    /// <summary>Prints the answer, and says which files could not be written.</summary>
    /// <param name="print">Prints it for people.</param>
    /// <param name="document">It as the one document of standard output.</param>
    /// <param name="code">The exit code of the answer.</param>
    /// <returns>That exit code, or that of a file.</returns>
    internal int Answer(Action<Terminal> print, Func<byte[]> document, int code)
    {
        if (terminal.IsJson && !_isAnswered)
        {
            OutputFile.Write(OutputFile.Standard, document());
        }
        else if (!_isAnswered)
        {
            print(terminal);
        }

        _unwritten.ForEach(terminal.Warn);
        return _unwritten.Count > 0 ? ExitCode.File : code;
    }
}

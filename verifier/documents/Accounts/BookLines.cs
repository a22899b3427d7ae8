using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads a file of books, one document a line, some lines at a time: memory does not grow with the file.</summary>
/// <param name="stream">The file.</param>
/// <param name="file">Its name, for refusals.</param>
internal sealed class BookLines(Stream stream, string file)
{
    private const byte LineFeed = (byte)'\n';

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private int _line;
    private bool _isAtEnd;

    /// <summary>Reads further lines that are not empty, at most as many as asked for; none at the end.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DocumentTooLarge"/>: a line longer than any book.
    /// </exception>
    internal List<BookLine> Read(int count)
    {
        List<BookLine> lines = [];
        while (lines.Count < count && TryReadLine(out byte[] line))
        {
            if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
            {
                lines.Add(new BookLine(_line, line));
            }
        }

        return lines;
    }

    private bool TryReadLine(out byte[] line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan((_start + searched).._end).IndexOf(LineFeed);
            bool isLast = length < 0 && _isAtEnd;
            if (length >= 0 || isLast)
            {
                length = isLast ? _end - _start : searched + length;
                line = _buffer.AsSpan(_start, length).ToArray();
                _start += isLast ? length : length + 1;
                _line++;
                return !isLast || length > 0;
            }

            searched = _end - _start;
            Fill();
        }
    }

    /// <summary>Makes room behind the line that is begun, and reads into it.</summary>
    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end > BookDocument.MaxBytes)
        {
            throw new MarginException(
                ErrorCode.DocumentTooLarge,
                BookLine.NameOf(file, _line + 1),
                "file",
                string.Create(CultureInfo.InvariantCulture, $"more than {BookDocument.MaxBytes} bytes"),
                string.Create(CultureInfo.InvariantCulture, $"one book a line, at most {BookDocument.MaxBytes} bytes"));
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = BoundedFile.ReadSome(stream, _buffer.AsSpan(_end), file);
        _isAtEnd = read == 0;
        _end += read;
    }
}

/// <summary>One line of a file of books.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Json">The document.</param>
internal readonly record struct BookLine(int Number, byte[] Json)
{
    /// <summary>A line as refusals name it.</summary>
    internal static string NameOf(string file, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}");
}

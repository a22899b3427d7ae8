using System;
using System.IO;

namespace Verifiable.Tests.Verifier.Documents.Accounts;

/// <summary>The same bytes over and over, made as they are read.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="times">How often.</param>
internal sealed class RepeatedStream(byte[] bytes, int times) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => (long)bytes.Length * times;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int start = (int)(_position % bytes.Length);
        int read = (int)Math.Min(Math.Min(count, bytes.Length - start), Length - _position);
        bytes.AsSpan(start, read).CopyTo(buffer.AsSpan(offset));
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>A decoder's rows, each changed as it is read.</summary>
internal abstract class ChangedRows(DecodedImage source, RowShape shape) : DecodedImage(shape)
{
    protected DecodedImage Source => source;

    public sealed override void Close() => source.Close();

    protected sealed override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            source.Dispose();
        }
    }
}

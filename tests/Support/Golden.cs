namespace Tests.Support;

/// <summary>Files of tests/Golden, copied beside the test program so that it also runs away from its sources.</summary>
internal static class Golden
{
    public static string Path(string relative) => System.IO.Path.Combine(System.AppContext.BaseDirectory, "Golden", relative);
}

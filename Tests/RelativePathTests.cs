namespace ImgCompress.Tests;

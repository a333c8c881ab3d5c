package org.idrelay.photo.sketch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.osgi.service.component.annotations.Component;

/**
 * Decodes the photos of simulated cards. Vendors' decoders look like this one from outside: a service, found and lost at run
 * time, that knows its own format by the first bytes. Without state: any number of threads.
 */
@Component
public final class SketchDecoder implements PhotoDecoder {

    @Override
    public String name() {
        return "sketch (simulated cards)";
    }

    @Override
    public boolean recognises(Bytes photo) {
        return photo.startsWith(Sketch.MAGIC);
    }

    @Override
    public PhotoImage decode(Bytes photo) throws PhotoException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(Sketch.draw(photo), "png", png);
        } catch (IOException e) {
            throw new PhotoException(FailureCode.PHOTO_FAILED, "the picture cannot be written as PNG", e);
        }
        return new PhotoImage("image/png", Bytes.of(png.toByteArray()));
    }
}
